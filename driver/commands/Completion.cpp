//===--- Completion.cpp - cotidy completion ---------------------*- C++ -*-===//
//
// Scripts that hold all words: a shell that had to ask cotidy for them would
// wait for it at each key.
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "driver/commands/Commands.h"
#include "driver/settings/Suggest.h"
#include "driver/support/AtomicFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

const std::vector<std::string> Shells = {"bash", "zsh", "fish"};

/// What may stand in a place.
enum class Kind { Nothing, Words, Files, Folders };
struct Place {
  Kind Takes = Kind::Nothing;
  std::vector<std::string> Words;
};

std::vector<std::string> checkNames() {
  std::vector<std::string> Names;
  for (const RegisteredCheck &C : registeredChecks())
    Names.push_back(C.Info.Name.str());
  return Names;
}

Place valueOf(const OptionText &O) {
  if (!O.Values.empty())
    return {Kind::Words, O.Values};
  if (O.Value == "<globs>")
    return {Kind::Words, checkNames()};
  if (O.Value == "<build>")
    return {Kind::Folders, {}};
  if (llvm::StringRef(O.Value).ends_with("file>"))
    return {Kind::Files, {}};
  return {};
}

Place argumentOf(const VerbText &V) {
  if (V.Name == "explain")
    return {Kind::Words, checkNames()};
  if (V.Name == "completion")
    return {Kind::Words, Shells};
  if (V.Name == "list" || V.Name == "man")
    return {};
  return {V.Name == "init" ? Kind::Folders : Kind::Files, {}};
}

std::string words(llvm::ArrayRef<std::string> Words) {
  return llvm::join(Words, " ");
}

std::vector<std::string> verbNames(llvm::ArrayRef<VerbText> Verbs) {
  std::vector<std::string> Names;
  for (const VerbText &V : Verbs)
    Names.push_back(V.Name);
  return Names;
}

/// The first sentence of what a verb does.
std::string summary(const VerbText &V) {
  return llvm::StringRef(V.Title).split("\n").first.rtrim('.').str();
}

/// In single quotes, for each of the three shells.
std::string quoted(llvm::StringRef Text, llvm::StringRef Quote) {
  std::string Result = "'";
  for (char C : Text)
    if (C == '\'')
      Result += Quote;
    else
      Result += C;
  return Result + "'";
}

// ---- bash -------------------------------------------------------------------

std::string bashReply(const Place &P) {
  switch (P.Takes) {
  case Kind::Nothing:
    return "COMPREPLY=()";
  case Kind::Words:
    return "COMPREPLY=($(compgen -W '" + words(P.Words) + "' -- \"$word\"))";
  case Kind::Files:
    return "_cotidy_files -f";
  case Kind::Folders:
    return "_cotidy_files -d";
  }
  llvm_unreachable("all kinds are handled");
}

void bash(llvm::ArrayRef<VerbText> Verbs, llvm::raw_ostream &OS) {
  OS << R"(# Completion of cotidy for bash. Written by 'cotidy completion bash'.
_cotidy_files() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$word"))
}
_cotidy() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} verb=check
  # bash takes the '=' of '--option=value' for a word.
  [[ $word == = ]] && word=
  [[ $previous == = && $COMP_CWORD -ge 2 ]] && previous=${COMP_WORDS[COMP_CWORD-2]}
  COMPREPLY=()
  case ${COMP_WORDS[1]} in
)";
  OS << "    " << llvm::join(verbNames(Verbs), "|")
     << ") [[ $COMP_CWORD == 1 ]]"
     << " || verb=${COMP_WORDS[1]} ;;\n  esac\n  case $verb$previous in\n";
  for (const VerbText &V : Verbs)
    for (const OptionText &O : V.Options)
      if (!O.Value.empty())
        OS << "    " << V.Name << O.Spelling << ") " << bashReply(valueOf(O))
           << "; return ;;\n";
  OS << "  esac\n  if [[ $word == -* ]]; then\n    case $verb in\n";
  for (const VerbText &V : Verbs) {
    OS << "      " << V.Name << ") COMPREPLY=($(compgen -W '";
    for (const OptionText &O : V.Options)
      OS << O.Spelling << ' ';
    OS << "' -- \"$word\")) ;;\n";
  }
  OS << "    esac\n    return\n  fi\n  case $verb in\n";
  for (const VerbText &V : Verbs)
    OS << "    " << V.Name << ") " << bashReply(argumentOf(V)) << " ;;\n";
  OS << "  esac\n  [[ $COMP_CWORD == 1 ]] && COMPREPLY+=($(compgen -W '"
     << words(verbNames(Verbs)) << "' -- \"$word\"))\n}\n"
     << "complete -F _cotidy cotidy\n";
}

// ---- zsh --------------------------------------------------------------------

std::string zshAction(const Place &P) {
  switch (P.Takes) {
  case Kind::Nothing:
    return "";
  case Kind::Words:
    return "(" + words(P.Words) + ")";
  case Kind::Files:
    return "_files";
  case Kind::Folders:
    return "_files -/";
  }
  llvm_unreachable("all kinds are handled");
}

/// \p Text as a description in a specification of _arguments.
std::string zshText(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '[' || C == ']' || C == ':' || C == '\\')
      Result += '\\';
    Result += C;
  }
  return Result;
}

void zsh(llvm::ArrayRef<VerbText> Verbs, llvm::raw_ostream &OS) {
  OS << R"(#compdef cotidy
# Completion of cotidy for zsh. Written by 'cotidy completion zsh'.
_cotidy() {
  local verb=check
  local -a verbs
  verbs=(
)";
  for (const VerbText &V : Verbs)
    OS << "    " << quoted(V.Name + ":" + zshText(summary(V)), "'\\''") << '\n';
  OS << "  )\n  case $words[2] in\n    " << llvm::join(verbNames(Verbs), "|")
     << R"()
      if (( CURRENT > 2 )); then
        verb=$words[2]
        shift words
        (( CURRENT-- ))
      fi ;;
  esac
  (( CURRENT == 2 )) && [[ $verb == check && $words[CURRENT] != -* ]] &&
    _describe -t commands command verbs
  case $verb in
)";
  for (const VerbText &V : Verbs) {
    OS << "    " << V.Name << ") _arguments";
    for (const OptionText &O : V.Options) {
      std::string Spec = O.Spelling;
      if (O.Spelling == "--format")
        Spec = "*" + Spec;
      if (!O.Value.empty() && llvm::StringRef(O.Spelling).starts_with("--"))
        Spec += '=';
      Spec += "[" + zshText(O.Help) + "]";
      if (!O.Value.empty())
        Spec += ":" + zshText(O.Value) + ":" + zshAction(valueOf(O));
      OS << " \\\n      " << quoted(Spec, "'\\''");
    }
    Place P = argumentOf(V);
    if (P.Takes != Kind::Nothing)
      OS << " \\\n      " << quoted("*:argument:" + zshAction(P), "'\\''");
    OS << " ;;\n";
  }
  OS << "  esac\n}\n"
     // Works from a folder of $fpath, and as `source <(cotidy completion zsh)`.
     << "if [[ $funcstack[1] == _cotidy ]]; then _cotidy \"$@\"; "
        "else compdef _cotidy cotidy; fi\n";
}

// ---- fish -------------------------------------------------------------------

std::string fishArguments(const Place &P) {
  switch (P.Takes) {
  case Kind::Nothing:
    return "";
  case Kind::Words:
    return " -a '" + words(P.Words) + "'";
  case Kind::Files:
    return " -F";
  case Kind::Folders:
    return " -a '(__fish_complete_directories)'";
  }
  llvm_unreachable("all kinds are handled");
}

void fish(llvm::ArrayRef<VerbText> Verbs, llvm::raw_ostream &OS) {
  OS << "# Completion of cotidy for fish. Written by 'cotidy completion "
        "fish'.\n"
     << "complete -c cotidy -f\n";
  for (const VerbText &V : Verbs)
    OS << "complete -c cotidy -n __fish_use_subcommand -a " << V.Name << " -d "
       << quoted(summary(V), "\\'") << '\n';
  for (const VerbText &V : Verbs) {
    std::string Condition =
        V.Name == "check"
            ? "not __fish_seen_subcommand_from " +
                  words(llvm::ArrayRef(verbNames(Verbs)).drop_front())
            : "__fish_seen_subcommand_from " + V.Name;
    std::string Head = "complete -c cotidy -n '" + Condition + "'";
    for (const OptionText &O : V.Options) {
      llvm::StringRef Name = O.Spelling;
      OS << Head
         << (Name.consume_front("--")  ? " -l "
             : Name.consume_front("-") ? " -s "
                                       : " ")
         << Name;
      if (!O.Value.empty()) {
        Place P = valueOf(O);
        // -x: a value, and no file for it; -r: a value.
        OS << (P.Takes == Kind::Files ? " -r" : " -x") << fishArguments(P);
      }
      OS << " -d " << quoted(O.Help, "\\'") << '\n';
    }
    Place P = argumentOf(V);
    if (P.Takes != Kind::Nothing)
      OS << Head << fishArguments(P) << '\n';
  }
}

} // namespace

llvm::Expected<ExitStatus> runCompletion(const CommandLine &Cmd) {
  if (Cmd.Arguments.size() != 1 ||
      !llvm::is_contained(Shells, Cmd.Arguments[0])) {
    std::string Name = Cmd.Arguments.empty() ? "" : Cmd.Arguments[0];
    return usageError("'completion' takes the name of one shell: " +
                      llvm::join(Shells, ", ") + suggestion(Name, Shells));
  }
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  std::vector<VerbText> Verbs = verbTexts();
  if (Cmd.Arguments[0] == "bash")
    bash(Verbs, OS);
  else if (Cmd.Arguments[0] == "zsh")
    zsh(Verbs, OS);
  else
    fish(Verbs, OS);
  if (llvm::Error E = writeToStdout(Text))
    return E;
  return NothingFound;
}

} // namespace cotidy::driver
