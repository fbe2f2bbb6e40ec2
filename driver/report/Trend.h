//===--- Trend.h - findings over a series of reports ------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_TREND_H
#define COTIDY_DRIVER_REPORT_TREND_H

#include "driver/report/Report.h"
#include "llvm/ADT/ArrayRef.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace cotidy::driver {

/// What one report has beyond the one before it. Findings are the same if their
/// fingerprints are. In the first report none is new and none fixed.
struct TrendCounts {
  unsigned Open = 0, New = 0, Fixed = 0;
};

struct TrendPoint {
  std::string Label; ///< of the report, for people
  TrendCounts All;
  std::map<std::string, TrendCounts> ByCategory;
  /// Of source files; what failed has findings that nobody knows.
  unsigned Analysed = 0, Skipped = 0, Failed = 0;
};

class Trend {
public:
  /// Adds the next report.
  void add(std::string Label, Report Rep);

  /// In the order in which they were added.
  llvm::ArrayRef<TrendPoint> points() const { return Points; }

  /// Every category there was.
  std::vector<std::string> categories() const;

  /// The report added last.
  const Report &last() const { return Last; }

private:
  std::vector<TrendPoint> Points;
  Report Last;
};

/// The formats of `cotidy trend`: text, csv, openmetrics, html.
std::vector<std::string> trendFormatNames();

/// Writes \p T, which has a point, in the format \p Name, one of these.
void renderTrend(const Trend &T, llvm::StringRef Name, llvm::raw_ostream &OS);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_TREND_H
