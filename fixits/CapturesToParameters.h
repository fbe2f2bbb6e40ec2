//===--- CapturesToParameters.h - keep captures in the frame ----*- C++ -*-===//
//
// Before:  start([key, &log]() -> task<> { ... }());
// After:   start([](auto key, auto &log) -> task<> { ... }(key, log));
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_CAPTURESTOPARAMETERS_H
#define COTIDY_FIXITS_CAPTURESTOPARAMETERS_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// Plans parameters for the captures of \p Lambda, which \p Call calls where it
/// is written: the coroutine's frame keeps them ([dcl.fct.def.coroutine]/13).
/// Empty where it captures `this`, a pack, or a local object by reference, has
/// no parentheses or a pack of parameters, and where a macro wrote a part of
/// it.
std::optional<Fix> planCapturesToParameters(const clang::LambdaExpr &Lambda,
                                            const BodyCall &Call,
                                            const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_CAPTURESTOPARAMETERS_H
