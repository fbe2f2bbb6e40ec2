//===--- Manual.cpp - cotidy man --------------------------------*- C++ -*-===//
//
// The manual page, from the texts that --help shows.
//
//===----------------------------------------------------------------------===//
#include "driver/commands/Commands.h"
#include "driver/support/AtomicFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

/// \p Text so that roff takes none of it for its own.
std::string escaped(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '\\')
      Result += "\\e";
    else if (C == '-')
      Result += "\\-"; // else it becomes a hyphen that nobody can copy
    else
      Result += C;
  }
  return Result;
}

/// A line of text: roff takes a leading dot or quote for a request.
void line(llvm::raw_ostream &OS, llvm::StringRef Text) {
  if (Text.starts_with(".") || Text.starts_with("'"))
    OS << "\\&";
  OS << escaped(Text) << '\n';
}

/// \p Text with its `<values>` in italics, and the rest in \p Font.
std::string styled(llvm::StringRef Text, char Font = 'B') {
  std::string Result = std::string("\\f") + Font;
  for (char C : Text) {
    if (C == '<')
      Result += "\\fI";
    else if (C == '>')
      Result += std::string("\\f") + Font;
    else
      Result += escaped(llvm::StringRef(&C, 1));
  }
  return Result + "\\fR";
}

void paragraphs(llvm::raw_ostream &OS, llvm::StringRef Text) {
  llvm::SmallVector<llvm::StringRef> Lines;
  Text.split(Lines, '\n');
  for (llvm::StringRef L : Lines) {
    if (L.empty() || L.starts_with("Exit status"))
      OS << ".PP\n";
    if (!L.empty())
      line(OS, L);
  }
}

void options(llvm::raw_ostream &OS, const VerbText &V) {
  for (const OptionText &O : V.Options) {
    OS << ".TP\n" << styled(O.Spelling);
    if (!O.Value.empty())
      OS << ' ' << styled(O.Value);
    OS << '\n';
    OS << styled(O.Help, 'R') << '\n';
    if (O.Spelling == "--format")
      line(OS, "(" + llvm::join(O.Values, ", ") + ")");
  }
}

void synopsis(llvm::raw_ostream &OS, llvm::StringRef Usage) {
  llvm::SmallVector<llvm::StringRef> Lines;
  Usage.split(Lines, '\n');
  for (llvm::StringRef L : Lines)
    OS << styled(L.trim()) << "\n.br\n";
}

std::string manual() {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  std::vector<VerbText> Verbs = verbTexts();
  const VerbText &Check = Verbs.front();
  auto [Summary, Rest] = llvm::StringRef(Check.Title).split("\n\n");
  OS << ".\\\" Written by 'cotidy man'.\n"
     << ".TH COTIDY 1 \"\" \"cotidy " COTIDY_VERSION "\" \"User Commands\"\n"
     << ".SH NAME\n"
     << "cotidy \\- " << llvm::toLower(Summary.front())
     << escaped(Summary.drop_front().rtrim('.')) << "\n.SH SYNOPSIS\n";
  synopsis(OS, Check.Usage);
  OS << ".SH DESCRIPTION\n";
  paragraphs(OS, Rest);
  OS << ".SH OPTIONS\n";
  options(OS, Check);
  OS << ".SH COMMANDS\n";
  for (const VerbText &V : llvm::ArrayRef(Verbs).drop_front()) {
    OS << ".SS " << V.Name << '\n';
    synopsis(OS, V.Usage);
    OS << ".PP\n";
    paragraphs(OS, V.Title);
    options(OS, V);
  }
  OS << ".SH FILES\n"
     << ".TP\n\\fIcotidy.json\\fR\n"
     << "What only this command knows of a project: baseline, catalogues, "
        "folders to leave out.\n"
     << ".TP\n\\fI.clang\\-tidy\\fR\n"
     << "Which checks run, and their options.\n"
     << ".SH SEE ALSO\n"
     << "\\fBclang\\-tidy\\-" << COTIDY_LLVM_VERSION_MAJOR << "\\fR(1)\n"
     << ".PP\nhttps://cotidy.dev\n";
  return Text;
}

} // namespace

llvm::Expected<ExitStatus> runManual(const CommandLine &) {
  if (llvm::Error E = writeToStdout(manual()))
    return E;
  return NothingFound;
}

} // namespace cotidy::driver
