#include "model/TimeLedger.h"

namespace cotidy {

static thread_local TimeLedger *Ledger = nullptr;
static thread_local ChargeTime *Paying = nullptr;

TimeLedger::TimeLedger() { Ledger = this; }

TimeLedger::~TimeLedger() {
  Ledger = nullptr;
  Paying = nullptr;
}

static llvm::TimeRecord between(const llvm::TimeRecord &Begin,
                                llvm::TimeRecord End) {
  End -= Begin;
  return End;
}

ChargeTime::ChargeTime(llvm::StringRef To) : Into(Ledger), To(To) {
  if (!Into)
    return;
  Since = llvm::TimeRecord::getCurrentTime();
  Around = std::exchange(Paying, this);
  if (Around)
    Into->Records[Around->To] += between(Around->Since, Since);
}

ChargeTime::~ChargeTime() {
  if (!Into || Into != Ledger)
    return;
  llvm::TimeRecord Now = llvm::TimeRecord::getCurrentTime();
  Into->Records[To] += between(Since, Now);
  Paying = Around;
  if (Around)
    Around->Since = Now;
}

} // namespace cotidy
