//===--- LoopContexts.h - which bodies an event loop runs -------*- C++ -*-===//
#ifndef COTIDY_MODEL_BLOCKING_LOOPCONTEXTS_H
#define COTIDY_MODEL_BLOCKING_LOOPCONTEXTS_H

#include "model/code/BodyCollector.h"
#include "llvm/ADT/ArrayRef.h"

namespace cotidy {

/// Sets in the bodies of \p Active where lambdas and functions run that are
/// handed to other code (CodeBody::Use, CodeBody::HandedTo,
/// BodyCall::RunsInPlace), which bodies are loop contexts (CodeBody::OnLoop),
/// and what in them is off the loop (BodyCall::OffLoop).
///
/// Loop contexts are asynchronous coroutines and what the catalogue's role
/// `loop_callback` takes: lambdas, function objects, functions and methods
/// whose address is handed over in this file, through wrappers such as
/// std::bind too. Not loop contexts: what goes to an offload primitive, and
/// coroutines of which every call that the file shows goes there or is awaited
/// off the loop. What nobody waits for is told as well
/// (CodeBody::FirstPause).
void findLoopContexts(llvm::ArrayRef<CodeBody *> Active,
                      std::deque<CodeBody> &Bodies,
                      const BodyCollector &Collector, const Catalogue &Known,
                      clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_LOOPCONTEXTS_H
