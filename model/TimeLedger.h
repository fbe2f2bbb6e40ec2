//===--- TimeLedger.h - what an analysis spends its time on -----*- C++ -*-===//
//
// clang-tidy's profile charges what checks share to whichever asks first. Here
// it has a name of its own.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TIMELEDGER_H
#define COTIDY_MODEL_TIMELEDGER_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Timer.h"

namespace cotidy {

/// The name that the model's time is charged to.
constexpr llvm::StringLiteral SharedModelTime = "(shared model)";

/// While it exists, the time of its thread is measured. At most one in each
/// thread; the times are those of the process, so that no other thread should
/// be at work.
class TimeLedger {
public:
  TimeLedger();
  ~TimeLedger();
  TimeLedger(const TimeLedger &) = delete;
  TimeLedger &operator=(const TimeLedger &) = delete;

  /// By name, as ClangTidyProfiling has it.
  llvm::StringMap<llvm::TimeRecord> Records;
};

/// Charges the time until its end to a name. Of nested ones the inner one pays.
/// Costs nothing where no ledger is kept.
class ChargeTime {
public:
  explicit ChargeTime(llvm::StringRef To);
  ~ChargeTime();
  ChargeTime(const ChargeTime &) = delete;
  ChargeTime &operator=(const ChargeTime &) = delete;

private:
  TimeLedger *Into;
  llvm::StringRef To;
  ChargeTime *Around = nullptr;
  llvm::TimeRecord Since;
};

} // namespace cotidy

#endif // COTIDY_MODEL_TIMELEDGER_H
