//===--- CombineTasks.h - hand tasks to a target's combinators --*- C++ -*-===//
//
// Before:  auto a = co_await fetch(1);
//          auto b = co_await fetch(2);
// After:   auto [a, b] = co_await corun::gather(fetch(1), fetch(2));
//
// Before:  a = co_await fetch(1);
//          b = co_await fetch(2);
// After:   std::tie(a, b) = co_await corun::gather(fetch(1), fetch(2));
//
// Before:  co_await async_read(socket, buffer, use_awaitable);
// After:   co_await corun::with_timeout(async_read(socket, buffer,
//              use_awaitable), std::chrono::seconds(30));
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_COMBINETASKS_H
#define COTIDY_FIXITS_COMBINETASKS_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include <optional>

namespace cotidy {

/// Plans one await for those of \p Awaits, which initialise variables, or are
/// assigned to variables and members, in the statements \p Statements of \p
/// Body, one after the other. Empty where no target combines such tasks, what
/// keeps a value does not have its type, some declare and others assign, the
/// variables differ in `const`, a comment or a macro stands in between.
std::optional<Fix> planGather(llvm::ArrayRef<const clang::Stmt *> Statements,
                              llvm::ArrayRef<const clang::CoawaitExpr *> Awaits,
                              const CodeBody &Body, const AsyncModel &Model);

/// Plans a limit for the time of each of \p Calls, which give tasks that \p
/// Body awaits at once. All get one, or the result is empty.
std::optional<Fix> planTimeLimit(llvm::ArrayRef<const BodyCall *> Calls,
                                 const CodeBody &Body, const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_COMBINETASKS_H
