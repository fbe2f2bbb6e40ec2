//===--- AwaitedQuery.h - awaits that only ask something --------*- C++ -*-===//
//
// Two awaits may run together only if neither can see what the other does.
// That is certain of few: a call that asks for a value, and that can reach no
// object which the other changes.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_AWAITEDQUERY_H
#define COTIDY_MODEL_TASKS_AWAITEDQUERY_H

#include "model/AsyncModel.h"
#include "model/tasks/SharedParts.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace cotidy {

/// `auto x = co_await ask(a, b);`
struct AwaitedQuery {
  const clang::CoawaitExpr *Await = nullptr;
  const clang::CallExpr *Call = nullptr;
  /// Variables that are read to make the call.
  llvm::SmallPtrSet<const clang::ValueDecl *, 4> Reads;
  /// Objects that the call is given in a way that lets it change them: those
  /// by reference, by pointer, by handle, and its own object; those that they
  /// were made from, and those that are moved from.
  llvm::SmallPtrSet<const clang::ValueDecl *, 4> Reaches;
  /// What they may have in common with objects of other names, and what the
  /// references among the variables that are read may.
  SharedParts Changes, Sees;
};

/// Reads \p E, the operand of an await or the await itself, if it is a call
/// that only asks: it gives a value, it is named like a question (`get`,
/// `fetch`, `load`, `find`), and everything it can reach is known.
std::optional<AwaitedQuery> awaitedQuery(const clang::Expr &E,
                                         const AsyncModel &Model);

/// Whether \p A and \p B can run at the same time: no object that one can
/// change is in reach of the other.
bool areIndependent(const AwaitedQuery &A, const AwaitedQuery &B);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_AWAITEDQUERY_H
