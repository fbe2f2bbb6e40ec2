//===--- ChainCheck.h - base of checks that follow calls --------*- C++ -*-===//
#ifndef COTIDY_CHECKS_CHAINCHECK_H
#define COTIDY_CHECKS_CHAINCHECK_H

#include "checks/AsyncCheck.h"

namespace cotidy {

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

private:
  void reportChains(const AsyncModel &Model);

  clang::tidy::ClangTidyContext &Context;
  Option<std::string> VirtualCalls;
  Option<std::string> Index;
};

} // namespace cotidy

#endif // COTIDY_CHECKS_CHAINCHECK_H
