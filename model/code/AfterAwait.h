//===--- AfterAwait.h - what runs once an await is over ---------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_AFTERAWAIT_H
#define COTIDY_MODEL_CODE_AFTERAWAIT_H

#include "model/code/CodeBody.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

/// The first element of the control-flow graph of \p Body, in the order that
/// control can reach them from behind the await \p Await and before the
/// coroutine awaits again, that \p Is accepts; null where there is none.
/// Expressions and the statements that head loops are asked for.
const clang::Stmt *
firstBehindAwait(const CodeBody &Body, const clang::Expr &Await,
                 clang::ASTContext &Ctx,
                 llvm::function_ref<bool(const clang::Stmt &)> Is);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_AFTERAWAIT_H
