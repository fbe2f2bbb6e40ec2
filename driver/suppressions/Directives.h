//===--- Directives.h - NOLINT comments as text -----------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SUPPRESSIONS_DIRECTIVES_H
#define COTIDY_DRIVER_SUPPRESSIONS_DIRECTIVES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <vector>

namespace cotidy::driver {

/// A NOLINT, NOLINTNEXTLINE, NOLINTBEGIN or NOLINTEND, as clang-tidy reads it:
/// wherever it stands. All texts are parts of the source.
struct Directive {
  llvm::StringRef Word;
  std::optional<llvm::StringRef> List; ///< between the parentheses behind it
  /// For a NOLINTBEGIN, the number of what ends it.
  std::optional<size_t> Partner = {};

  size_t begin(llvm::StringRef Source) const {
    return Word.data() - Source.data();
  }
  /// The offset behind the list.
  size_t end(llvm::StringRef Source) const {
    return List ? List->end() - Source.data() + 1 : Word.end() - Source.data();
  }
};

/// All of them in \p Source, in order.
std::vector<Directive> readDirectives(llvm::StringRef Source);

/// A comment in a source, by offsets.
struct CommentRange {
  size_t Begin = 0, End = 0; ///< the line's end is outside
};

/// What belongs to one directive of a comment.
struct DirectivePart {
  size_t End = 0;           ///< of the reason, or of the list
  llvm::StringRef Reason;   ///< what is said behind the list
  bool AfterProse = false;  ///< other words stand before it in the comment
  bool AloneOnLine = false; ///< no code stands before the comment
  /// What to delete, by offsets, so that it is gone: the comment, and its line,
  /// where nothing else is in it.
  CommentRange Removal;
};

/// About \p All[\p I], of all directives of \p Source, in the comment \p C.
DirectivePart partOf(llvm::ArrayRef<Directive> All, size_t I,
                     const CommentRange &C, llvm::StringRef Source);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SUPPRESSIONS_DIRECTIVES_H
