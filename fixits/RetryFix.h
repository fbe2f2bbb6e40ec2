//===--- RetryFix.h - time between attempts ---------------------*- C++ -*-===//
//
// Before:  for (;;) {
//            try { co_await connect(); break; }
//            catch (const std::exception &e) { log(e); }
//          }
// After:   co_await corun::retry(corun::retry_policy{...}, [&]()
//              -> corun::task<void> {
//            try { co_await connect(); co_return; }
//            catch (const std::exception &e) { log(e); throw; }
//          });
// Or:      std::chrono::milliseconds pause(100);
//          for (;;) {
//            try { co_await connect(); break; }
//            catch (const std::exception &e) { log(e); }
//            co_await corun::sleep_for(pause);
//            pause = std::min(pause * 2, std::chrono::milliseconds(30'000));
//          }
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_RETRYFIX_H
#define COTIDY_FIXITS_RETRYFIX_H

#include "fixits/Fix.h"
#include "model/tasks/RetryLoop.h"
#include "llvm/ADT/StringSet.h"
#include <optional>

namespace cotidy {

/// Plans the target's retry around what \p Loop of \p Body repeats. Empty where
/// the loop holds more than one `try` with one handler, which ends in `break`
/// or `co_return` and has no other way out; where the handler lets some errors
/// pass, or throws; where its number of rounds is neither without a limit nor a
/// constant behind which the coroutine ends, or its counter is used; and where
/// a macro wrote a part.
std::optional<Fix> planRetry(const clang::Stmt &Loop, const RetryLoop &Found,
                             const CodeBody &Body, const AsyncModel &Model);

/// Plans a pause at the end of each round of \p Loop. Empty where a round may
/// reach its end after success as well, or begin again without reaching it. The
/// name of its variable is none of \p Taken, and one of them from then on.
std::optional<Fix> planPause(const clang::Stmt &Loop, const RetryLoop &Found,
                             const CodeBody &Body, const AsyncModel &Model,
                             llvm::StringSet<> &Taken);

} // namespace cotidy

#endif // COTIDY_FIXITS_RETRYFIX_H
