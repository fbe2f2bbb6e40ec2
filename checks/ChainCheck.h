//===--- ChainCheck.h - base of checks that follow calls --------*- C++ -*-===//
#ifndef COTIDY_CHECKS_CHAINCHECK_H
#define COTIDY_CHECKS_CHAINCHECK_H

#include "checks/AsyncCheck.h"

namespace cotidy {

struct LinkedChains;

/// A check that reports what stands in a loop context itself, and behind that
/// the chains that lead from a loop context through other functions.
class ChainCheck : public AsyncCheck {
public:
  ChainCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
             std::shared_ptr<ModelCache> Models);
  void analyse(const AsyncModel &Model) final;

protected:
  /// Reports what needs no second function.
  virtual void analyseDirect(const AsyncModel &Model) = 0;

  /// The ways out of a chain that begins at \p Begins, all in one body.
  virtual llvm::SmallVector<Fix, 1>
  chainFixes(llvm::ArrayRef<clang::SourceLocation> Begins,
             const AsyncModel &Model);

  /// Whether a chain begins on the line of \p Loc that says what this check
  /// would, and more. False where chains are left to the driver.
  bool isImpliedByChain(clang::SourceLocation Loc, const AsyncModel &Model);

private:
  const LinkedChains &chains(const AsyncModel &Model);
  void reportChains(const AsyncModel &Model);

  clang::tidy::ClangTidyContext &Context;
  Option<std::string> VirtualCalls;
  Option<std::string> Index;
};

} // namespace cotidy

#endif // COTIDY_CHECKS_CHAINCHECK_H
