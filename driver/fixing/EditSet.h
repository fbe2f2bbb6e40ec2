//===--- EditSet.h - edits of several fixes, merged -------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_FIXING_EDITSET_H
#define COTIDY_DRIVER_FIXING_EDITSET_H

#include "driver/report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace cotidy::driver {

/// Replaces \c Length bytes at \c Offset of \c File, a name without links and
/// so the only one of that file, by \c Text.
struct FileEdit {
  std::string File;
  unsigned Offset = 0, Length = 0;
  std::string Text;
  auto operator<=>(const FileEdit &) const = default;
};

/// One fix of one finding. All of its edits are made, or none.
struct Candidate {
  Result Of;                   ///< the finding
  size_t Fix = 0;              ///< which of its fixes
  std::vector<FileEdit> Edits; ///< sorted

  const ResultFix &fix() const { return Of.Fixes[Fix]; }
};

/// Whether \p A and \p B cannot both be made. They can if their edits do not
/// touch, or if the edits that do insert lines of `#include` at one place. Two
/// that make the same edits throughout are two findings with one way out.
bool conflict(const Candidate &A, const Candidate &B);

/// \p Content with \p Edits of one file, in any order; equal ones count once.
/// The error says which lie outside of it or over each other.
llvm::Expected<std::string> applied(llvm::StringRef Content,
                                    std::vector<FileEdit> Edits);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_EDITSET_H
