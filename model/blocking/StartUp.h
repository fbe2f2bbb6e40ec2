//===--- StartUp.h - what runs before a program serves ----------*- C++ -*-===//
#ifndef COTIDY_MODEL_BLOCKING_STARTUP_H
#define COTIDY_MODEL_BLOCKING_STARTUP_H

#include "model/catalogue/Catalogue.h"
#include "model/code/CodeBody.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace cotidy {

/// What runs a body, as far as the file shows.
struct BodyRuns {
  /// Calls of it, and calls that start it as a task.
  llvm::SmallVector<const BodyCall *, 2> By;
  /// It is handed to something else too, which may run it at any time.
  bool AnyTime = false;
};

using RunsOfBodies = llvm::DenseMap<const CodeBody *, BodyRuns>;

/// Sets CodeBody::FirstPause in the coroutines of \p Active that only the
/// start of the program runs: what they do before they are suspended for the
/// first time is the rest of `main`, since the loop serves nobody by then. That
/// are coroutines that `main` starts and nothing else, those that one of these
/// awaits or starts before it is suspended, and those that take connections in
/// a loop, whoever starts them: a program does that once for each of its ports.
void findStartUp(llvm::ArrayRef<CodeBody *> Active, const RunsOfBodies &Runs,
                 const Catalogue &Known, clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_STARTUP_H
