//===--- SpawnTask.h - let a task run on its own ----------------*- C++ -*-===//
//
// Before:  notify();
// After:   asio::co_spawn(co_await asio::this_coro::executor, notify(),
//                         asio::detached);
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_SPAWNTASK_H
#define COTIDY_FIXITS_SPAWNTASK_H

#include "fixits/Fix.h"
#include "model/code/CodeBody.h"
#include "model/tasks/Awaitable.h"
#include <optional>

namespace cotidy {

/// Plans handing \p Task, a statement or the initialiser of \p Var, which is
/// null or never mentioned, to its runtime as the packs say. Empty where they
/// know no way, what it needs is not declared, \p Body is no coroutine of that
/// runtime, or a macro wrote the task.
std::optional<Fix> planSpawn(const clang::Expr &Task, const clang::VarDecl *Var,
                             const AwaitableType &Type, const CodeBody &Body,
                             clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_FIXITS_SPAWNTASK_H
