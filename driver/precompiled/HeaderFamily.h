//===--- HeaderFamily.h - units of one command ------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_PRECOMPILED_HEADERFAMILY_H
#define COTIDY_DRIVER_PRECOMPILED_HEADERFAMILY_H

#include "driver/analysis/Scheduler.h"
#include "driver/precompiled/HeaderGroups.h"
#include "driver/precompiled/IncludeScanner.h"
#include "clang/Frontend/CompilerInvocation.h"
#include <map>
#include <memory>

namespace cotidy::driver {

/// Units whose commands differ in the name of the source only, as numbers of
/// tasks. Not thread-safe.
class HeaderFamily {
public:
  /// Those of \p Tasks that \p Which lists, in the order of their first
  /// members; without those that may share no headers.
  static std::vector<HeaderFamily> of(llvm::ArrayRef<Task> Tasks,
                                      llvm::ArrayRef<size_t> Which);

  /// Looks at what each member reads, for the other functions to tell. False
  /// where no precompiled header may stand before these units, or where a
  /// header cannot be looked for.
  bool scan(llvm::ArrayRef<Task> Tasks);

  /// The command as text, and what else the members have in common.
  llvm::StringRef command() const { return Command; }
  llvm::ArrayRef<size_t> members() const { return Members; } ///< sorted
  const CertainIncludes &includesOf(size_t Member) const {
    return Includes.at(Member);
  }

  /// The headers that \p Member begins with, or all that it reads, sorted.
  std::vector<std::string> headersOf(size_t Member, bool All) const;

  /// How much the compiler reads for \p Headers, in bytes.
  uint64_t weigh(llvm::ArrayRef<std::string> Headers) const;

  /// Which members should share which headers.
  std::vector<HeaderGroup> groups() const;

private:
  std::string Command;
  std::vector<size_t> Members;
  std::shared_ptr<clang::CompilerInvocation> Invocation;
  std::unique_ptr<IncludeScanner> Scanner;
  std::map<size_t, CertainIncludes> Includes; ///< of each member
};

/// Divides \p Units, as their numbers, into those that should share a
/// precompiled header, of which those that have more in common follow each
/// other, and those of one command that should not: each is in one list. The
/// same on every machine that has the same files.
std::vector<std::vector<size_t>>
unitsByHeader(llvm::ArrayRef<Unit> Units, const AnalysisSettings &Settings);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_PRECOMPILED_HEADERFAMILY_H
