//===--- LoopShare.h - how much of the loop's code is clean -----*- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_LOOPSHARE_H
#define COTIDY_DRIVER_REPORT_LOOPSHARE_H

#include "driver/report/Report.h"

namespace cotidy::driver {

/// Functions that an event loop runs, by name and file.
struct LoopShare {
  size_t Contexts = 0;  ///< by themselves: coroutines and handlers
  size_t Functions = 0; ///< these and what they call
  /// Of the functions, those that hold no finding that stops the loop
  /// (Migration.h), and lie on no chain to one. What a baseline knows counts,
  /// what NOLINT silences does not.
  size_t Clean = 0;
};

/// Empty where calls were not followed.
std::optional<LoopShare> loopShare(const Report &Rep);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_LOOPSHARE_H
