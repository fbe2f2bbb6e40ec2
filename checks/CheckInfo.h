//===--- CheckInfo.h - what a check says of itself --------------*- C++ -*-===//
//
// Each check is one .cpp that registers itself beside its definition:
//
//   static const RegisterCheck<BlockingCallCheck> Registration(Info);
//
// The CheckInfo is the only source of `cotidy explain`, `cotidy list`, SARIF's
// rules, docs/checks/ and the table of checks.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_CHECKS_CHECKINFO_H
#define COTIDY_CHECKS_CHECKINFO_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace clang::tidy {
class ClangTidyContext;
} // namespace clang::tidy

namespace cotidy {

class AsyncCheck;
class ModelCache;

/// In which profile a check runs.
enum class CheckLevel { On, Strict, Off };
llvm::StringRef toString(CheckLevel L);

enum class FixKind { None, Safe, Unsafe, SafeAndUnsafe };
llvm::StringRef toString(FixKind K);

struct CheckInfo {
  llvm::StringRef Name;    ///< `async-blocking-call`
  llvm::StringRef Family;  ///< folder under checks/: `blocking`
  llvm::StringRef Summary; ///< one sentence, ends in a period
  llvm::StringRef Since;   ///< first version that has the check
  CheckLevel Level = CheckLevel::On;
  FixKind Fixes = FixKind::None;
  llvm::StringRef Precision; ///< SARIF: `very-high`, `high`, `medium`, `low`
  std::vector<llvm::StringRef> Tags;
  /// Whether it follows calls into other functions and files (Chains.h).
  bool FollowsCalls = false;
  /// Markdown: "What it does", "Why is this bad", "Example", "Use instead",
  /// "Fix safety", "Known limitations", "References".
  llvm::StringRef Documentation;

  /// Where the documentation is published.
  std::string url() const;
};

/// One documented option of a check, with its default as text.
struct OptionInfo {
  std::string Name;
  std::string Type; ///< `bool`, `unsigned`, `string`
  std::string Default;
  std::string Documentation;
};

using CheckFactory = std::function<std::unique_ptr<AsyncCheck>(
    llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
    std::shared_ptr<ModelCache> Models)>;

struct RegisteredCheck {
  CheckInfo Info;
  CheckFactory Create;
};

/// Every check linked in, sorted by name.
llvm::ArrayRef<RegisteredCheck> registeredChecks();

/// The check called \p Name, or null.
const RegisteredCheck *findCheck(llvm::StringRef Name);

/// The options of \p Check, read from the check itself.
std::vector<OptionInfo> optionsOf(const RegisteredCheck &Check);

namespace detail {
void registerCheck(RegisteredCheck Check);
} // namespace detail

template <typename CheckT> struct RegisterCheck {
  explicit RegisterCheck(const CheckInfo &Info) {
    detail::registerCheck(
        {Info, [](llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
                  std::shared_ptr<ModelCache> Models) {
           return std::make_unique<CheckT>(Name, Context, std::move(Models));
         }});
  }
};

} // namespace cotidy

#endif // COTIDY_CHECKS_CHECKINFO_H
