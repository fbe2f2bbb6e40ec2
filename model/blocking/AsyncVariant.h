//===--- AsyncVariant.h - asynchronous twins of functions -------*- C++ -*-===//
#ifndef COTIDY_MODEL_BLOCKING_ASYNCVARIANT_H
#define COTIDY_MODEL_BLOCKING_ASYNCVARIANT_H

#include "model/code/CodeBody.h"
#include "model/tasks/Awaitable.h"

namespace cotidy {

/// A function that does asynchronously what another does synchronously.
struct AsyncVariant {
  const clang::FunctionDecl *Function = nullptr;

  /// What it returns is awaited; otherwise it takes a completion token or a
  /// callback behind the arguments of the synchronous one.
  bool ReturnsAwaitable = false;
};

/// The asynchronous variant that the class or namespace of \p Call's callee
/// offers: `async_read`, `co_read`, `read_async`, `readAsync`, `asyncRead` for
/// `read`, with the same parameters (an `error_code` to report errors in is
/// left out). Empty where the body of the synchronous one is visible, since its
/// calls are looked at then; where it takes a callback itself; where there is
/// no variant, where it is deprecated or private, or where \p Call stands in
/// its own implementation.
std::optional<AsyncVariant> asyncVariantOf(const BodyCall &Call,
                                           const Awaitables &Types,
                                           clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_ASYNCVARIANT_H
