//===--- OptionReader.h - options by clang-tidy's rules ---------*- C++ -*-===//
//
// Reads the options of a check, in the check itself or on behalf of what works
// for several checks. A value that does not fit is reported as clang-tidy
// reports it, and the default stands.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_CHECKS_OPTIONREADER_H
#define COTIDY_CHECKS_OPTIONREADER_H

#include "clang-tidy/ClangTidyCheck.h"

namespace cotidy {

/// Whether an option may also be set for all checks at once, without a check's
/// name before it.
enum class OptionScope { Check, Global };

class OptionReader {
public:
  OptionReader(clang::tidy::ClangTidyContext &Context, llvm::StringRef Check)
      : Context(Context), Check(Check),
        View(Check, Context.getOptions().CheckOptions, &Context) {}

  template <typename T>
  T get(llvm::StringRef Name, T Default, OptionScope Scope) const {
    return Scope == OptionScope::Global ? View.getLocalOrGlobal(Name, Default)
                                        : View.get(Name, Default);
  }
  // clang-tidy's own would do, but g++ 12 and clang mangle its name differently
  // and the library has clang's.
  bool get(llvm::StringRef Name, bool Default, OptionScope Scope) const;

private:
  clang::tidy::ClangTidyContext &Context;
  llvm::StringRef Check;
  clang::tidy::ClangTidyCheck::OptionsView View;
};

} // namespace cotidy

#endif // COTIDY_CHECKS_OPTIONREADER_H
