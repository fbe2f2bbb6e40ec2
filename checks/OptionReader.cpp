#include "checks/OptionReader.h"
#include "llvm/Support/YAMLParser.h"

using namespace clang;

namespace cotidy {

/// `true` or what YAML calls so, or a number.
static std::optional<bool> parseBool(StringRef Text) {
  if (std::optional<bool> Value = llvm::yaml::parseBool(Text))
    return Value;
  long long Number = 0;
  if (!Text.getAsInteger(10, Number))
    return Number != 0;
  return std::nullopt;
}

bool OptionReader::get(StringRef Name, bool Default, OptionScope Scope) const {
  std::optional<StringRef> Text = View.get(Name);
  std::string Key = (Check + "." + Name).str();
  if (!Text && Scope == OptionScope::Global) {
    Text = View.getLocalOrGlobal(Name);
    Key = Name;
  }
  if (!Text)
    return Default;
  if (std::optional<bool> Value = parseBool(*Text))
    return *Value;
  Context.configurationDiag(
      "invalid configuration value '%0' for option '%1'; expected a bool")
      << *Text << Key;
  return Default;
}

} // namespace cotidy
