//===--- Explain.cpp - cotidy explain ---------------------------*- C++ -*-===//
#include "checks/CheckInfo.h"
#include "driver/commands/Commands.h"
#include "driver/settings/Suggest.h"
#include "driver/support/AtomicFile.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {

llvm::Expected<ExitStatus> runExplain(const CommandLine &Cmd) {
  llvm::StringRef Name = Cmd.Arguments.front();
  const RegisteredCheck *Check = findCheck(Name);
  if (!Check) {
    std::vector<std::string> Names;
    for (const RegisteredCheck &C : registeredChecks())
      Names.push_back(C.Info.Name.str());
    std::string Hint = suggestion(Name, Names);
    return usageError(
        "no check is called '" + Name + "'" +
        (Hint.empty() ? "; 'cotidy list' shows the names" : Hint));
  }
  const CheckInfo &Info = Check->Info;
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OS << "# " << Info.Name << "\n\n"
     << Info.Summary << "\n\n"
     << "Level: " << toString(Info.Level) << ". Fix: " << toString(Info.Fixes)
     << ". Since: " << Info.Since << ".\n\n"
     << Info.Documentation.trim() << "\n\n## Options\n\n";
  for (const OptionInfo &Option : optionsOf(*Check))
    OS << "- `" << Info.Name << '.' << Option.Name << "` (" << Option.Type
       << ", default `" << Option.Default << "`): " << Option.Documentation
       << '\n';
  OS << '\n' << Info.url() << '\n';
  if (llvm::Error E = writeToStdout(Text))
    return E;
  return NothingFound;
}

} // namespace cotidy::driver
