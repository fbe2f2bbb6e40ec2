//===--- MapTasks.h - so many tasks at a time -------------------*- C++ -*-===//
//
// Before:  for (const auto &url : urls)
//            pages.push_back(co_await fetch(url));
// After:   for (auto &&url_result : co_await corun::map_concurrent(
//                   std::views::all(urls), 16,
//                   [&](const auto &url) { return fetch(url); }))
//            pages.push_back(std::move(url_result));
//
// Before:  for (const auto &url : urls)
//            co_spawn(executor, fetch(url), detached);
// After:   auto slots = std::make_shared<corun::semaphore>(16);
//          for (const auto &url : urls)
//            co_spawn(executor, [](auto, auto, auto task) -> corun::task<void>
//                { co_await std::move(task); }
//                (slots, co_await slots->acquire(), fetch(url)), detached);
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_MAPTASKS_H
#define COTIDY_FIXITS_MAPTASKS_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include <optional>

namespace cotidy {

/// Plans that the tasks which \p Loop of \p Body awaits by \p Await, the only
/// one in it, run several at a time. Empty where the loop is not range-based,
/// names its element outside of the await, or makes or converts its elements as
/// it goes; where no target maps such tasks; and where a comment or a macro
/// stands in the parts that change.
std::optional<Fix> planMapLoop(const clang::Stmt &Loop,
                               const clang::CoawaitExpr &Await,
                               const CodeBody &Body, const AsyncModel &Model);

/// Plans that \p Loop of \p Body waits until there is room before it starts \p
/// Task, a call whose task has no value. Empty where no target keeps count, the
/// place allows no await or no declaration before it, and where a macro wrote a
/// part.
std::optional<Fix> planBoundedSpawn(const clang::Stmt &Loop,
                                    const clang::Expr &Task,
                                    const CodeBody &Body,
                                    const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_MAPTASKS_H
