//===--- YieldInLoop.h - let others run in each round -----------*- C++ -*-===//
//
// Before:  for (Row &row : rows) {      After:  for (Row &row : rows) {
//            score(row);                          co_await corun::yield();
//          }                                      score(row);
//                                               }
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_YIELDINLOOP_H
#define COTIDY_FIXITS_YIELDINLOOP_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// Plans a suspension at the beginning of each round of \p Loop, a loop
/// statement of \p Body, as \p Target has it. Empty where the body is no
/// coroutine, the place allows no await, or it is a macro's.
std::optional<Fix> planYield(const clang::Stmt &Loop, const CodeBody &Body,
                             const FixTarget &Target, const AsyncModel &Model);

/// Whether \p S names something that code outside of its coroutine may change
/// while that is suspended, or works on while another thread runs \p S:
/// members, globals, what references and pointers lead to.
bool namesSharedState(const clang::Stmt &S);

} // namespace cotidy

#endif // COTIDY_FIXITS_YIELDINLOOP_H
