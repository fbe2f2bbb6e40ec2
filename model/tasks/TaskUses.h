//===--- TaskUses.h - tasks that are used up --------------------*- C++ -*-===//
//
// Follows the local variables that hold tasks over the control-flow graph of a
// body: where each is filled, where it is used up (awaited, moved away, handed
// to something that takes it), and where it is used when nothing is in it.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_TASKUSES_H
#define COTIDY_MODEL_TASKS_TASKUSES_H

#include "model/AsyncModel.h"
#include "llvm/ADT/SmallVector.h"

namespace cotidy {

/// What uses a task up.
enum class UseUp {
  Nothing, ///< it was never filled: the variable's default constructor ran
  Await,   ///< co_await of a type that can be awaited once
  Move,    ///< std::move() into something
  Handed   ///< a member function that takes it: detach(), start(), get()
};

/// A use of a task that is not there any more.
struct SecondUse {
  const clang::VarDecl *Variable = nullptr;
  const AwaitableType *Type = nullptr;
  const clang::Expr *Use = nullptr;   ///< the reference to the variable
  UseUp How = UseUp::Await;           ///< what the second use does
  bool Returned = false;              ///< the second use returns it
  const clang::Expr *First = nullptr; ///< null where nothing was in it
  UseUp FirstHow = UseUp::Nothing;
  bool SameInLoop = false; ///< both are one place, passed in each round
};

/// The second uses in \p Body, one for each variable, in the order of the
/// variables. A use counts where every path to it has used the task up, or
/// where every path from the first use comes to it.
llvm::SmallVector<SecondUse, 2> secondUses(const CodeBody &Body,
                                           const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_TASKUSES_H
