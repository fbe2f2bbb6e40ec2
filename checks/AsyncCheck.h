//===--- AsyncCheck.h - base class of every check ---------------*- C++ -*-===//
//
// An AsyncCheck is an ordinary ClangTidyCheck that runs once for a translation
// unit on the shared model. It declares its options as members and reports
// through report(), which gives every finding the same shape.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_CHECKS_ASYNCCHECK_H
#define COTIDY_CHECKS_ASYNCCHECK_H

#include "checks/CheckInfo.h"
#include "checks/Finding.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "llvm/ADT/DenseSet.h"

namespace cotidy {

class AsyncModel;

class AsyncCheck : public clang::tidy::ClangTidyCheck {
public:
  AsyncCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
             std::shared_ptr<ModelCache> Models);
  ~AsyncCheck() override;

  /// Looks for this check's mistake in one translation unit.
  virtual void run(const AsyncModel &Model) = 0;

  /// The documented options, in order of declaration.
  std::vector<OptionInfo> options() const;

  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const override {
    return LangOpts.CPlusPlus20;
  }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void
  storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Options) override;

protected:
  /// An option, declared once: it is read in the constructor, stored by
  /// storeOptions() and documented from here.
  class OptionBase {
  public:
    OptionBase(AsyncCheck &Owner, llvm::StringRef Name, llvm::StringRef Doc);
    virtual ~OptionBase() = default;
    OptionBase(const OptionBase &) = delete;
    virtual void store(clang::tidy::ClangTidyOptions::OptionMap &Map) const = 0;
    virtual OptionInfo info() const = 0;

  protected:
    AsyncCheck &Owner;
    llvm::StringRef Name, Doc;
  };

  template <typename T> class Option final : public OptionBase {
  public:
    Option(AsyncCheck &Owner, llvm::StringRef Name, T Default,
           llvm::StringRef Doc);
    operator const T &() const { return Value; }
    const T &get() const { return Value; }
    void store(clang::tidy::ClangTidyOptions::OptionMap &Map) const override;
    OptionInfo info() const override;

  private:
    T Default, Value;
  };

  /// Reports \p F once for each source location, never in a system header.
  /// Safe fixes stand on the warning, others on notes, so that plain
  /// `clang-tidy --fix` is safe by construction.
  void report(const AsyncModel &Model, const Finding &F);

  /// Whether entries and cases that need a tolerant reader are reported too.
  bool strict() const { return StrictMode; }

private:
  std::vector<OptionBase *> DeclaredOptions;
  std::shared_ptr<ModelCache> Models;
  const void *AnalysedContext = nullptr;
  llvm::DenseSet<clang::SourceLocation> Reported;

protected:
  Option<bool> StrictMode;
  Option<std::string> Catalogs;
};

} // namespace cotidy

#endif // COTIDY_CHECKS_ASYNCCHECK_H
