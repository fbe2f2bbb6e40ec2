//===--- LoopExit.h - how control leaves or suspends a loop -----*- C++ -*-===//
//
// Structural answers about one loop, read from the statements of the user.
// Nested lambdas are other bodies and are not looked into.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CODE_LOOPEXIT_H
#define COTIDY_MODEL_CODE_LOOPEXIT_H

#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallVector.h"

namespace cotidy {

class Catalogue;

/// Whether \p S is a for, while, do or range-for statement.
bool isLoop(const clang::Stmt *S);

/// From the keyword of \p Loop to the end of its head.
clang::SourceRange loopHead(const clang::Stmt &Loop);

/// The statement that \p Loop repeats.
const clang::Stmt *loopBody(const clang::Stmt &Loop);

/// The condition that ends \p Loop as written; null for range-for and for a
/// for statement without one.
const clang::Expr *loopCondition(const clang::Stmt &Loop);

/// What of \p S runs: children without the bodies of lambdas, unevaluated
/// operands and discarded branches of `if constexpr`.
llvm::SmallVector<const clang::Stmt *, 8>
evaluatedChildren(const clang::Stmt &S, const clang::ASTContext &Ctx);

/// How control goes on behind a statement, when it never goes on with the next
/// one.
enum class Leaving {
  No,      ///< it may go on with the next statement
  Round,   ///< continue: the next round of the loop
  Loop,    ///< break: behind the loop
  Function ///< return, co_return, throw, goto, call of a noreturn function
};

/// How \p S always leaves the innermost loop around it.
Leaving leaving(const clang::Stmt *S, const clang::ASTContext &Ctx);

/// One place where control leaves a loop, and the conditions inside the loop
/// that decide it, outermost first.
struct LoopExit {
  const clang::Stmt *At;
  llvm::SmallVector<const clang::Expr *, 2> Conditions;
};

/// Every break, return and throw that leaves \p Loop from its body.
llvm::SmallVector<LoopExit, 4> exitsOf(const clang::Stmt &Loop,
                                       const clang::ASTContext &Ctx);

/// Whether a suspension point stands on some cycle of \p Loop: a co_await or
/// co_yield that control can pass and then reach the next round, or a call that
/// suspends a coroutine with a stack of its own. One that only stands on the
/// way out of the loop does not count.
bool suspendsOnCycle(const clang::Stmt &Loop, const Catalogue &Known,
                     const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_LOOPEXIT_H
