//===--- Migration.h - categories as a migration counts them ----*- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_MIGRATION_H
#define COTIDY_DRIVER_REPORT_MIGRATION_H

#include "driver/report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <vector>

namespace cotidy::driver {

/// Kinds of synchronous work that a team converts together.
struct MigrationGroup {
  llvm::StringRef Name;
  std::vector<llvm::StringRef> Categories;
};

/// Every category of findings that hold an event loop is in one of them.
llvm::ArrayRef<MigrationGroup> migrationGroups();

/// Whether \p R is about work that an event loop waits for.
bool stopsLoop(const Result &R);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_MIGRATION_H
