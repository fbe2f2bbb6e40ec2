//===--- HiddenCalls.h - calls that the source does not spell ---*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_HIDDENCALLS_H
#define COTIDY_MODEL_CODE_HIDDENCALLS_H

#include "model/code/CodeBody.h"

namespace cotidy {

/// Adds every call that evaluating \p S makes, to be told of at \p Where:
/// calls, constructions, and destructions of temporaries. Lambdas and operands
/// that are not evaluated are left out.
void addHiddenCalls(const clang::Stmt *S, clang::SourceRange Where,
                    std::vector<ImplicitCall> &Into);

/// Adds the destruction of an object of the type \p T, if that runs code.
void addDestruction(clang::QualType T, clang::SourceRange Where,
                    std::vector<ImplicitCall> &Into);

/// The same of a temporary. Whoever got it may have moved from it, so what it
/// holds through an owner (OwnedObjects.h) is left out.
void addTemporaryEnd(clang::QualType T, clang::SourceRange Where,
                     std::vector<ImplicitCall> &Into);

/// Adds what \p Await, a co_await or co_yield, calls before the coroutine is
/// suspended: await_transform, operator co_await, await_ready and
/// await_suspend. What await_resume asks for is there by then, so its waits are
/// none.
void addAwaitCalls(const clang::CoroutineSuspendExpr &Await,
                   clang::SourceRange Where, std::vector<ImplicitCall> &Into);

/// Adds the call of return_value or return_void.
void addReturnCall(const clang::CoreturnStmt &Return,
                   std::vector<ImplicitCall> &Into);

/// Adds what the end of \p Coroutine calls on its promise:
/// unhandled_exception, final_suspend and what awaiting the latter calls. What
/// its beginning calls runs in the caller, before there is a coroutine.
void addEndCalls(const clang::CoroutineBodyStmt &Coroutine,
                 std::vector<ImplicitCall> &Into);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_HIDDENCALLS_H
