//===--- OffloadCode.h - code that a thread runs and one awaits -*- C++ -*-===//
//
// Before:  auto key = derive(password);
// After:   auto key = co_await corun::to_thread([&] { return derive(password);
//                                               });
//
// The code may refer to what its coroutine owns: it is awaited at once.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_OFFLOADCODE_H
#define COTIDY_FIXITS_OFFLOADCODE_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// Plans to run the expression around \p Call, which must stand in a coroutine
/// that can await the target's operations, on a thread of \p Target's. Empty
/// where the target has none; where the value is a reference that somebody
/// uses, of a class that cannot be moved, or a task; where the code suspends,
/// reads the error of the last call (`errno`, `dlerror`), or works on a lock,
/// which belongs to the thread that took it; and where the place allows no
/// await or is a macro's. Empty, too, where the code works on a socket, stream
/// or timer that others can reach, as far as the file shows it, or the object
/// of a library's call is computed by code of the project: that code would meet
/// what the loop does meanwhile.
std::optional<Fix> planOffloadCall(const BodyCall &Call,
                                   const FixTarget &Target,
                                   const AsyncModel &Model);

/// The same for the statement \p S of \p Body. Empty also where control may
/// leave it other than at its end or by an exception, or it declares something.
std::optional<Fix> planOffloadStatement(const clang::Stmt &S,
                                        const CodeBody &Body,
                                        const FixTarget &Target,
                                        const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_OFFLOADCODE_H
