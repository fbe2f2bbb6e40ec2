//===--- Polling.h - loops that only look and wait --------------*- C++ -*-===//
#ifndef COTIDY_MODEL_BLOCKING_POLLING_H
#define COTIDY_MODEL_BLOCKING_POLLING_H

#include "model/catalogue/Catalogue.h"
#include "model/code/CodeBody.h"

namespace cotidy {

/// A loop that does nothing but look at something others change, and pass time.
struct Polling {
  enum Kind {
    Spins,      ///< passes no time between two looks
    Yields,     ///< lets other threads or coroutines run
    Sleeps,     ///< puts the thread to sleep
    AwaitsSleep ///< awaits a timer
  };
  Kind How = Spins;

  /// It gives up at some time, or after some rounds.
  bool IsBounded = false;

  /// A condition that it looks at.
  const clang::Expr *Condition = nullptr;
};

/// How \p Loop, which stands in \p Body, polls; empty where it does anything
/// else, waits for an event, tries an operation again, or counts its rounds.
std::optional<Polling> pollingOf(const clang::Stmt &Loop, const CodeBody &Body,
                                 const Catalogue &Known,
                                 const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_POLLING_H
