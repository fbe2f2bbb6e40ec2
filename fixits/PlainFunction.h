//===--- PlainFunction.h - a function that is no coroutine ------*- C++ -*-===//
//
// Before:  static task<int> square(int n) { co_return n * n; }
//          ... co_await square(2) ...
// After:   static int square(int n) { return n * n; }
//          ... square(2) ...
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_PLAINFUNCTION_H
#define COTIDY_FIXITS_PLAINFUNCTION_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// Plans a plain function in the place of the coroutine \p Body, which never
/// suspends, and calls in the place of all awaits of it. Empty where a place
/// that names the function is no await, or cannot be told (placesNaming()); for
/// templates; where a declaration does not spell the task type with its value's
/// type before the function's name; where a caller would be left without a
/// `co_await` and `co_return`; and where a comment or a macro would change.
std::optional<Fix> planPlainFunction(const CodeBody &Body,
                                     const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_PLAINFUNCTION_H
