//===--- Chain.h - how an event loop gets to what blocks it -----*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_CHAIN_H
#define COTIDY_MODEL_LINK_CHAIN_H

#include "model/facts/Facts.h"
#include <string>
#include <vector>

namespace cotidy {

/// A FactPlace with the file's name.
struct LinkedPlace {
  std::string File;
  uint32_t Line = 0, Column = 0, EndLine = 0, EndColumn = 0;
  auto operator<=>(const LinkedPlace &) const = default;
};

struct ChainNote {
  LinkedPlace Where;
  std::string Message;
  auto operator<=>(const ChainNote &) const = default;
};

/// The way from a loop context to a leaf below it. All text is final, so that
/// the plugin and the driver say the same.
struct Chain {
  LinkedPlace Where; ///< where the finding stands
  std::string Check, Category;
  std::string Message;
  std::string Function; ///< the loop context, or for a leaf reported where it
                        ///< stands the function around it
  Confidence Certainty = Confidence::High;
  /// One for each step, the last at the leaf, then what to do.
  std::vector<ChainNote> Notes;
  std::vector<LinkedPlace> Further; ///< other calls that lead to the leaf
  bool Silenced = false;            ///< by a NOLINT comment at \c Where
  bool Error = false;               ///< WarningsAsErrors names the check
};

/// Whether \p C says what a finding of \p Check on its line says, and more: a
/// call that waits is worse than one that has an asynchronous variant.
inline bool impliesFinding(const Chain &C, llvm::StringRef Check) {
  return Check == "async-sync-variant" &&
         (C.Check == "async-sync-io" || C.Check == "async-blocking-call");
}

/// Chains, and the folder that relative file names in them start from.
struct LinkedChains {
  std::vector<Chain> Chains;
  std::string Root;
};

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_CHAIN_H
