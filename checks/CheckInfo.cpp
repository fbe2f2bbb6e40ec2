#include "checks/CheckInfo.h"
#include "checks/AsyncCheck.h"
#include "clang-tidy/ClangTidyOptions.h"

namespace cotidy {

llvm::StringRef toString(CheckLevel L) {
  switch (L) {
  case CheckLevel::On:
    return "on";
  case CheckLevel::Strict:
    return "strict";
  case CheckLevel::Off:
    return "off";
  }
  llvm_unreachable("unknown CheckLevel");
}

llvm::StringRef toString(FixKind K) {
  switch (K) {
  case FixKind::None:
    return "none";
  case FixKind::Safe:
    return "safe";
  case FixKind::Unsafe:
    return "unsafe";
  case FixKind::SafeAndUnsafe:
    return "safe or unsafe";
  }
  llvm_unreachable("unknown FixKind");
}

std::string CheckInfo::url() const {
  return ("https://cotidy.dev/checks/" + Name).str();
}

/// Filled by static initialisers, read-only afterwards.
static std::vector<RegisteredCheck> &registry() {
  static std::vector<RegisteredCheck> Checks;
  return Checks;
}

void detail::registerCheck(RegisteredCheck Check) {
  auto Position = llvm::upper_bound(
      registry(), Check,
      [](const RegisteredCheck &Left, const RegisteredCheck &Right) {
        return Left.Info.Name < Right.Info.Name;
      });
  registry().insert(Position, std::move(Check));
}

llvm::ArrayRef<RegisteredCheck> registeredChecks() { return registry(); }

const RegisteredCheck *findCheck(llvm::StringRef Name) {
  for (const RegisteredCheck &Check : registeredChecks())
    if (Check.Info.Name == Name)
      return &Check;
  return nullptr;
}

std::vector<OptionInfo> optionsOf(const RegisteredCheck &Check) {
  using namespace clang::tidy;
  ClangTidyContext Context(std::make_unique<DefaultOptionsProvider>(
      ClangTidyGlobalOptions(), ClangTidyOptions::getDefaults()));
  return Check.Create(Check.Info.Name, &Context, nullptr)->options();
}

} // namespace cotidy
