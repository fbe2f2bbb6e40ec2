//===--- InsertAwait.h - put co_await before a task -------------*- C++ -*-===//
//
// Before:  notify();                After:  co_await notify();
// Before:  auto reply = ask();      After:  auto reply = co_await ask();
// Before:  task<> t = notify();     After:  co_await notify();
// Before:  sync_wait(notify());     After:  co_await notify();
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_INSERTAWAIT_H
#define COTIDY_FIXITS_INSERTAWAIT_H

#include "fixits/Fix.h"
#include "model/code/CodeBody.h"
#include "model/tasks/Awaitable.h"
#include <optional>

namespace cotidy {

/// Plans `co_await` before \p Operand, which stands in \p Body. Empty where the
/// body is no coroutine, its promise is not known to await such an operand, the
/// place allows no await ([expr.await]/2: handlers, initialisers of static
/// variables), or a macro wrote the operand.
std::optional<Fix> planInsertAwait(const clang::Expr &Operand,
                                   const CodeBody &Body,
                                   const Awaitables &Types,
                                   clang::ASTContext &Ctx);

/// The same for the initialiser \p Operand of the local variable \p Var, which
/// nothing mentions. The declaration gives way to the await alone where its
/// type says task, or where the await has no value.
std::optional<Fix> planAwaitedVariable(const clang::VarDecl &Var,
                                       const clang::Expr &Operand,
                                       const CodeBody &Body,
                                       const Awaitables &Types,
                                       clang::ASTContext &Ctx);

/// Plans `co_await` in the place of \p Wait, a call that waits synchronously
/// for its only argument or its object \p Operand: `sync_wait(f())` becomes
/// `co_await f()`. Empty as above, where the operand is no temporary (many
/// tasks can be awaited only as such), and where the values differ in type.
std::optional<Fix> planAwaitInstead(const clang::Expr &Wait,
                                    const clang::Expr &Operand,
                                    const CodeBody &Body,
                                    const Awaitables &Types,
                                    clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_FIXITS_INSERTAWAIT_H
