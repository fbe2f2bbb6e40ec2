//===--- BriefClients.h - connections made for one use ----------*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_BRIEFCLIENTS_H
#define COTIDY_MODEL_TASKS_BRIEFCLIENTS_H

#include "model/AsyncModel.h"

namespace cotidy {

/// A client (Catalogue::client) that is made in the course of a request, or of
/// each round of a loop, and dies with it.
struct BriefClient {
  const BodyCall *Made = nullptr;
  const ClientEntry *Entry = nullptr;
  /// The loop whose rounds make one each, or null.
  const clang::Stmt *Loop = nullptr;
  /// The parameter that holds the request, or null; one of the two is there.
  const clang::ParmVarDecl *Request = nullptr;
};

/// The brief clients of \p Body, in source order. Not among them: what is
/// handed on, stored, captured, or used in a loop of its own; what a loop makes
/// again because it failed, or after a pause.
llvm::SmallVector<BriefClient, 2> briefClients(const CodeBody &Body,
                                               const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_BRIEFCLIENTS_H
