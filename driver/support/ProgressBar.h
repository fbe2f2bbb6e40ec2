//===--- ProgressBar.h - how far the run is ---------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SUPPORT_PROGRESSBAR_H
#define COTIDY_DRIVER_SUPPORT_PROGRESSBAR_H

#include "llvm/ADT/StringRef.h"
#include <chrono>

namespace cotidy::driver {

/// One line on standard error that is rewritten as files are done and gone when
/// the bar is. Writes nothing unless \p Visible.
class ProgressBar {
public:
  ProgressBar(unsigned Total, bool Visible);
  ~ProgressBar();
  ProgressBar(const ProgressBar &) = delete;

  /// Another file is done.
  void advance(llvm::StringRef File);

private:
  unsigned Done = 0, Total;
  bool Visible;
  std::chrono::steady_clock::time_point LastDrawn;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SUPPORT_PROGRESSBAR_H
