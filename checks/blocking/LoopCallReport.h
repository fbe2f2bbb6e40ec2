//===--- LoopCallReport.h - a blocking call as a finding --------*- C++ -*-===//
#ifndef COTIDY_CHECKS_BLOCKING_LOOPCALLREPORT_H
#define COTIDY_CHECKS_BLOCKING_LOOPCALLREPORT_H

#include "checks/ChainCheck.h"
#include "model/blocking/BlockingCalls.h"

namespace cotidy {

/// The finding for \p Call: at the call inside the loop context that starts
/// the chain, the chain as notes, then what to do. Fixes are the caller's.
Finding describe(const BlockingCall &Call, const AsyncModel &Model);

/// A check that reports the blocking calls which the catalogue assigns to it.
class LoopCallCheck : public ChainCheck {
public:
  using ChainCheck::ChainCheck;

protected:
  void analyseDirect(const AsyncModel &Model) override;

  /// Whether another check reports what \p Call is part of.
  virtual bool leaveToOthers(const BlockingCall &Call,
                             const AsyncModel &Model) {
    return false;
  }

  /// The ways out of \p Call, if there are any.
  virtual llvm::SmallVector<Fix, 1> fixes(const BlockingCall &Call,
                                          const AsyncModel &Model);
};

} // namespace cotidy

#endif // COTIDY_CHECKS_BLOCKING_LOOPCALLREPORT_H
