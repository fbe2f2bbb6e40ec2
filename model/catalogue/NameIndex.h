//===--- NameIndex.h - from a call to the entries that name it --*- C++ -*-===//
//
// The first look-up is by the callee's identifier, so that a call nobody named
// costs one hash look-up and no string.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CATALOGUE_NAMEINDEX_H
#define COTIDY_MODEL_CATALOGUE_NAMEINDEX_H

#include "model/catalogue/NamePattern.h"
#include "model/code/CallSite.h"
#include "clang/Basic/OperatorKinds.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include <array>
#include <optional>
#include <vector>

namespace cotidy {

/// How one entry is matched. \c Entry is the caller's.
struct NameRule {
  explicit NameRule(llvm::StringRef Name, const void *Entry)
      : Name(Name), Entry(Entry) {}

  NamePattern Name;
  const void *Entry;
  bool GlobalCxx = false;
  std::optional<NamePattern> ReceiverDerives, Returns, FirstParameter;
  std::vector<std::string> Except;
};

class NameIndex {
public:
  void add(NameRule Rule);

  /// Calls \p Visit with the entry of each rule that names \p Call, exact names
  /// before wildcards, until it returns true.
  bool find(const CallSite &Call,
            llvm::function_ref<bool(const void *Entry)> Visit) const;

private:
  using Rules = std::vector<NameRule>;

  bool visit(const Rules &Candidates, llvm::StringRef Identifier,
             const CallSite &Call,
             llvm::function_ref<bool(const void *)> Visit) const;
  bool findWildcard(const CallSite &Call,
                    llvm::function_ref<bool(const void *)> Visit) const;

  llvm::StringMap<Rules> ByName;   ///< last component
  llvm::StringMap<Rules> ByParent; ///< of wildcards: the component before
  Rules Global;                    ///< wildcards without scope: C functions
  Rules Unscoped;                  ///< wildcards for any scope
  std::array<Rules, clang::NUM_OVERLOADED_OPERATORS> ByOperator;
};

/// Calls \p Visit with \p Class and each of its bases, direct and indirect, of
/// dependent ones the template's pattern, until it returns true.
bool anyClassOrBase(
    const clang::CXXRecordDecl &Class,
    llvm::function_ref<bool(const clang::CXXRecordDecl &)> Visit);

} // namespace cotidy

#endif // COTIDY_MODEL_CATALOGUE_NAMEINDEX_H
