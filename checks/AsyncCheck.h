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
#include "checks/OptionReader.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "llvm/ADT/DenseSet.h"

namespace cotidy {

class AsyncModel;

/// Says which headers the file that \p PP reads can include.
std::function<bool(llvm::StringRef)> headersOf(clang::Preprocessor &PP);

class AsyncCheck : public clang::tidy::ClangTidyCheck {
public:
  AsyncCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
             std::shared_ptr<ModelCache> Models);
  ~AsyncCheck() override;

  /// Looks for this check's mistake in one translation unit.
  virtual void analyse(const AsyncModel &Model) = 0;

  /// The documented options, in order of declaration.
  std::vector<OptionInfo> options() const;

  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const override {
    return LangOpts.CPlusPlus20;
  }
  void registerPPCallbacks(const clang::SourceManager &SM,
                           clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpanderPP) final;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void onStartOfTranslationUnit() final;
  void onEndOfTranslationUnit() final;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Options) override;

protected:
  /// An option, declared once as a member: it is read in its constructor,
  /// stored by storeOptions() and documented from here.
  class OptionBase {
  public:
    OptionBase(AsyncCheck &Owner, llvm::StringRef Name, llvm::StringRef Doc)
        : Owner(Owner), Name(Name), Doc(Doc) {
      Owner.DeclaredOptions.push_back(this);
    }
    virtual ~OptionBase() = default;
    OptionBase(const OptionBase &) = delete;
    OptionBase &operator=(const OptionBase &) = delete;
    virtual void store(clang::tidy::ClangTidyOptions::OptionMap &Map) const = 0;
    virtual OptionInfo info() const = 0;

  protected:
    AsyncCheck &Owner;
    llvm::StringRef Name, Doc;
  };

  template <typename T> class Option final : public OptionBase {
  public:
    Option(AsyncCheck &Owner, llvm::StringRef Name, T Default,
           llvm::StringRef Doc, OptionScope Scope = OptionScope::Check)
        : OptionBase(Owner, Name, Doc), Default(Default),
          Value(read(Owner, Name, Default, Scope)) {}
    const T &get() const { return Value; }
    void store(clang::tidy::ClangTidyOptions::OptionMap &Map) const override {
      // g++ 12 and clang mangle LLVM's store<bool> differently.
      if constexpr (std::is_same_v<T, bool>)
        Owner.Options.store(Map, Name,
                            llvm::StringRef(Value ? "true" : "false"));
      else
        Owner.Options.store(Map, Name, Value);
    }
    OptionInfo info() const override {
      if constexpr (std::is_same_v<T, bool>)
        return {Name.str(), "bool", Default ? "true" : "false", Doc.str()};
      else if constexpr (std::is_integral_v<T>)
        return {Name.str(), "unsigned", std::to_string(Default), Doc.str()};
      else
        return {Name.str(), "string", Default, Doc.str()};
    }

  private:
    static T read(AsyncCheck &Owner, llvm::StringRef Name, const T &Default,
                  OptionScope Scope) {
      if constexpr (std::is_same_v<T, std::string>)
        return Owner.Reader.get(Name, llvm::StringRef(Default), Scope).str();
      else
        return Owner.Reader.get(Name, Default, Scope);
    }

    T Default, Value;
  };

  /// Reports \p F once for each source location, never in a system header.
  /// Safe fixes stand on the warning, others on notes, so that plain
  /// `clang-tidy --fix` is safe by construction. For editors all stand on notes
  /// of their own, each complete in itself.
  void report(const AsyncModel &Model, const Finding &F);

  /// Says what is wrong with the configuration: in clang-tidy without a place,
  /// in an editor, which shows nothing that has none, at the top of the file.
  void reportProblem(const clang::ASTContext &Context, llvm::StringRef Text);

  /// What the checks of one translation unit share.
  ModelCache &models() { return *Models; }

  /// Whether entries and cases that need a tolerant reader are reported too.
  bool strict() const { return StrictMode.get(); }

private:
  std::shared_ptr<ModelCache> Models;
  OptionReader Reader;
  std::vector<OptionBase *> DeclaredOptions;
  Option<bool> StrictMode;
  Option<std::string> Catalogs;
  Option<std::string> FixTargets;
  Option<bool> SharedHeaders;
  bool Analysed = false;
  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace cotidy

#endif // COTIDY_CHECKS_ASYNCCHECK_H
