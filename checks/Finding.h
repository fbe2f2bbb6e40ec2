//===--- Finding.h - what a check says of one place -------------*- C++ -*-===//
#ifndef COTIDY_CHECKS_FINDING_H
#define COTIDY_CHECKS_FINDING_H

#include "fixits/Fix.h"
#include "model/catalogue/Catalogue.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>
#include <string>
#include <vector>

namespace cotidy {

struct FindingNote {
  clang::SourceLocation Loc;
  std::string Message;
};

/// One finding, before it becomes a diagnostic.
struct Finding {
  clang::SourceLocation Loc; ///< primary location
  clang::SourceRange Range;  ///< token range to underline; holds \c Loc
  std::string Message;       ///< lower case, no final period
  Confidence Certainty = Confidence::High;
  std::string Category; ///< `sleep`, `file`, `task`, `cpu`, ...
  std::string Function; ///< qualified name of the enclosing function
  llvm::SmallVector<FindingNote, 2> Notes;
  llvm::SmallVector<Fix, 1> Fixes;
};

/// What a clang diagnostic has no room for. It travels with the diagnostic as
/// its flag value (the `value` of clang's `-Wflag=value`), which clang-tidy
/// ignores and the driver reads, so that checks need no second channel.
struct FindingFacts {
  Confidence Certainty = Confidence::High;
  std::string Category;
  std::string Function;
  /// Titles and applicability of the fixes: at most one safe fix stands on the
  /// warning itself, each other fix on a note whose text is its title.
  struct FixFacts {
    std::string Title;
    Applicability Level;
  };
  std::vector<FixFacts> Fixes;

  std::string encode() const;
  /// Empty where \p FlagValue was not made by encode().
  static std::optional<FindingFacts> decode(llvm::StringRef FlagValue);
};

} // namespace cotidy

#endif // COTIDY_CHECKS_FINDING_H
