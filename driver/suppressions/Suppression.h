//===--- Suppression.h - what NOLINT comments suppress ----------*- C++ -*-===//
//
// What a comment suppresses in one file is known when that file was analysed;
// whether it suppresses nothing, when all are linked.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_SUPPRESSIONS_SUPPRESSION_H
#define COTIDY_DRIVER_SUPPRESSIONS_SUPPRESSION_H

#include "driver/report/Report.h"

namespace cotidy::driver {

/// A NOLINT comment in a file of the project that the compiler read.
struct Suppression {
  /// A check of ours, or a glob of such, that it names.
  struct Name {
    std::string Check; ///< as the comment has it
    Place Where;
    bool Judged = false; ///< each check that it means ran on the file
    bool Used = false;   ///< it suppressed a finding there
  };

  Place Where;         ///< of the word
  std::string Comment; ///< the word: `NOLINTNEXTLINE`
  std::string Checks;  ///< the list; `*` for none
  std::string Reason;  ///< what is said behind the list; may be empty
  /// The lines that it is about, from 1; both inclusive.
  unsigned First = 0, Last = 0;
  /// Those that can be judged. None where the list is missing or has
  /// exceptions, nor in the text of a macro, which may be used elsewhere.
  std::vector<Name> Names;
  std::vector<Edit> Lists;   ///< replace each list by itself
  std::vector<Edit> Removal; ///< takes all of it away; none where too hard

  /// Whether it suppresses \p Check at \p Line of its file.
  bool covers(llvm::StringRef Check, unsigned Line) const;
};

/// Where a check was silent because of a comment.
struct SilentPlace {
  std::string File; ///< as reports show it
  unsigned Line = 0;
};

/// Says of those of \p All that suppress \p Check at \p Where that they are
/// used. Returns the first one that gives a reason, or else any; null if there
/// is none.
const Suppression *markUsed(llvm::MutableArrayRef<Suppression> All,
                            llvm::StringRef Check, const SilentPlace &Where);

/// Sorts \p All by place, and joins what several files or inclusions say of one
/// comment: it is used if it is in one of them, and judged if it is in all.
void joinSuppressions(std::vector<Suppression> &All);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SUPPRESSIONS_SUPPRESSION_H
