#include "driver/changes/ChangedLines.h"
#include "driver/changes/Git.h"
#include "driver/settings/CommandLine.h"
#include "llvm/ADT/StringExtras.h"

namespace cotidy::driver {
namespace {

/// The file that `+++ b/NAME` names; Git quotes what has control characters.
std::string fileOf(llvm::StringRef Name) {
  // A name with a space has a tab behind it.
  Name = Name.split('\t').first;
  std::string Plain;
  if (Name.consume_front("\"")) {
    Name.consume_back("\"");
    for (; !Name.empty(); Name = Name.drop_front()) {
      unsigned Code = 0;
      if (Name.front() == '\\' && Name.size() >= 4 &&
          !Name.substr(1, 3).getAsInteger(8, Code)) {
        Plain += char(Code);
        Name = Name.drop_front(3);
        continue;
      }
      if (Name.front() == '\\' && Name.size() >= 2) {
        Name = Name.drop_front();
        size_t Escape = llvm::StringRef("abtnvfr").find(Name.front());
        Plain += Escape == llvm::StringRef::npos ? Name.front()
                                                 : "\a\b\t\n\v\f\r"[Escape];
        continue;
      }
      Plain += Name.front();
    }
  } else {
    Plain = Name.str();
  }
  llvm::StringRef Result = Plain;
  Result.consume_front("b/");
  return Result.str();
}

} // namespace

void ChangedLines::read(llvm::StringRef Diff) {
  Lines *Current = nullptr;
  unsigned Body = 0; // lines of a hunk that are left
  while (!Diff.empty()) {
    llvm::StringRef Line;
    std::tie(Line, Diff) = Diff.split('\n');
    if (Body && (Line.starts_with("+") || Line.starts_with("-"))) {
      --Body;
      continue;
    }
    if (Line.consume_front("+++ ")) {
      Current = Line == "/dev/null" ? nullptr : &Files[fileOf(Line)];
      continue;
    }
    // @@ -12,2 +15,3 @@
    if (!Line.consume_front("@@ -"))
      continue;
    auto [Old, Rest] = Line.split(" +");
    auto [First, Count] = Rest.split(" ").first.split(',');
    unsigned Begin = 0, Number = 1, Removed = 1;
    First.getAsInteger(10, Begin);
    if (!Count.empty())
      Count.getAsInteger(10, Number);
    if (Old.contains(','))
      Old.split(',').second.getAsInteger(10, Removed);
    Body = Number + Removed;
    if (Current)
      Current->Ranges.push_back(
          {Begin, Number ? Begin + Number - 1 : Begin + 1});
  }
}

llvm::Expected<ChangedLines> ChangedLines::since(llvm::StringRef Revision,
                                                 llvm::StringRef Root) {
  auto Failed = [&](llvm::Error E) {
    return usageError("--new-from " + Revision +
                      ": git: " + llvm::toString(std::move(E)) +
                      "; it must be a revision that this clone has, with the "
                      "history that it shares with HEAD (a shallow clone has "
                      "not: 'git fetch --unshallow')");
  };
  // What begins with a dash would be an option.
  if (Revision.starts_with("-"))
    return Failed(usageError("'" + Revision + "' is no revision"));
  auto Diff =
      runGit(Root, {"diff", "--no-ext-diff", "--no-textconv", "--no-color",
                    "--src-prefix=a/", "--dst-prefix=b/", "--unified=0",
                    "--find-renames", "--relative", "--ignore-submodules",
                    "--merge-base", Revision, "--"});
  if (!Diff)
    return Failed(Diff.takeError());
  auto Unknown =
      runGit(Root, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (!Unknown)
    return Failed(Unknown.takeError());
  ChangedLines Result;
  Result.read(*Diff);
  for (llvm::StringRef File : llvm::split(*Unknown, '\0'))
    if (!File.empty())
      Result.addWhole(File);
  return Result;
}

bool ChangedLines::touch(const Place &Where) const {
  auto It = Files.find(Where.File);
  if (It == Files.end())
    return false;
  unsigned First = std::min(Where.Point.Line, Where.Begin.Line);
  unsigned Last = std::max(Where.Point.Line, Where.End.Line);
  return It->second.Whole || llvm::any_of(It->second.Ranges, [&](auto Range) {
           return Range.first <= Last && First <= Range.second;
         });
}

bool ChangedLines::cause(const Result &R) const {
  return touch(R.Where) || llvm::any_of(R.Notes, [&](const ResultNote &N) {
           return N.Where && touch(*N.Where);
         });
}

void ChangedLines::apply(Report &Rep, llvm::StringRef Revision) const {
  ChangeSummary Summary{Revision.str(), 0};
  for (Result &R : Rep.Results) {
    if (cause(R)) {
      if (R.Baseline == BaselineState::None)
        R.Baseline = BaselineState::New;
      continue;
    }
    Summary.Elsewhere += R.isOpen();
    R.Baseline = BaselineState::Unchanged;
    R.OnOldLines = true;
  }
  Rep.Changed = std::move(Summary);
}

} // namespace cotidy::driver
