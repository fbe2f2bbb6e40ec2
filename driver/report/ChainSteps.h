//===--- ChainSteps.h - which functions a chain goes through ----*- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_CHAINSTEPS_H
#define COTIDY_DRIVER_REPORT_CHAINSTEPS_H

#include "driver/report/Report.h"
#include "model/link/Program.h"
#include "llvm/ADT/ArrayRef.h"

namespace cotidy::driver {

/// Says of the notes of \p Chains, the linked findings of \p Whole, in which
/// function each step stands (ResultNote::Function), and of the findings what
/// is at the end (Result::Target). Chains themselves carry text only.
void nameSteps(const Program &Whole, llvm::MutableArrayRef<Result> Chains);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_CHAINSTEPS_H
