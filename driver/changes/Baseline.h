//===--- Baseline.h - findings that are known already -----------*- C++ -*-===//
//
// A baseline holds the findings that a project had when it began to use cotidy,
// so that only new ones fail a run. JSON with one line for each finding,
// sorted, so that version control shows and merges it well;
// docs/baseline.schema.json describes it. Findings are known by their
// fingerprint; the rest of an entry is for readers.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_CHANGES_BASELINE_H
#define COTIDY_DRIVER_CHANGES_BASELINE_H

#include "driver/report/Report.h"
#include "llvm/Support/Error.h"

namespace cotidy::driver {

class Baseline {
public:
  struct Entry {
    std::string File, Check, Function, Message, Fingerprint;
    std::string Category; ///< empty where an older version wrote the entry
    auto operator<=>(const Entry &) const = default;
  };

  /// Reads \p File. The error names the file, and the line or the key.
  static llvm::Expected<Baseline> read(llvm::StringRef File);

  /// All findings of \p Rep that are not suppressed.
  static Baseline of(const Report &Rep);

  /// Says of each result of \p Rep whether it is new (Result::Baseline), and
  /// counts. Where \p Whole holds, \p Rep is about the whole project and all
  /// its checks: then entries that none of its results has are stale.
  void apply(Report &Rep, bool Whole) const;

  /// Drops the entries that \p Rep, a report of the whole project, has no
  /// result for.
  void prune(const Report &Rep);

  /// Replaces \p File. The error names it.
  llvm::Error write(llvm::StringRef File) const;

private:
  std::vector<Entry> Entries; ///< sorted
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_CHANGES_BASELINE_H
