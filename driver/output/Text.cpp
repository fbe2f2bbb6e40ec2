//===--- Text.cpp - for people at a terminal --------------------*- C++ -*-===//
#include "checks/CheckInfo.h"
#include "driver/output/Format.h"
#include "driver/output/Snippet.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

using Color = llvm::raw_ostream::Colors;

bool sameLine(const Place &A, const Place &B) {
  return A.File == B.File && A.Point.Line == B.Point.Line;
}

class TextRenderer {
public:
  TextRenderer(const RenderOptions &Options, llvm::raw_ostream &OS)
      : Options(Options), OS(OS) {}

  void render(const Report &Rep) {
    for (const Result &R : Rep.Results)
      if (R.isOpen() || (Options.Suppressed && isThere(R)))
        writeResult(R);
    for (const Result &R : Rep.Results)
      if (R.Baseline == BaselineState::Absent) {
        paint(Color::GREEN, "fixed: ");
        OS << placeText(R.Where) << ": " << R.Message << " [" << R.Check
           << "]\n";
      }
    for (const Failure &F : Rep.Failures) {
      bold(F.File + ": ");
      writeLevel(Level::Error);
      bold("not analysed: " + F.Message);
      OS << '\n';
    }
    if (Rep.Evidence)
      writeUnexplained(*Rep.Evidence);
    if (Options.Summary)
      writeSummary(Rep);
  }

private:
  void writeResult(const Result &R) {
    bold(placeText(R.Where) + ": ");
    writeLevel(R.Level);
    bold(R.Message);
    OS << " [" << R.Check << ']';
    if (!R.isOpen())
      OS << " (" << whyNotOpen(R) << ')';
    OS << '\n';
    writeSnippet(OS, R.Where);
    if (R.Seen) {
      paint(Color::RED, "seen at run time: ");
      OS << seenText(*R.Seen) << '\n';
    }
    const Place *Shown = &R.Where;
    for (const ResultNote &N : R.Notes) {
      if (N.Where)
        bold(placeText(*N.Where) + ": ");
      writeLevel(Level::Note);
      OS << N.Message << '\n';
      // Advice stands where the finding stands, steps may share a line: what
      // is on the screen is not shown again.
      if (N.Where && !sameLine(*N.Where, R.Where) &&
          !sameLine(*N.Where, *Shown)) {
        writeSnippet(OS, *N.Where);
        Shown = &*N.Where;
      }
    }
    for (const ResultFix &Fix : R.Fixes) {
      paint(Color::GREEN, "fix");
      OS << (Fix.Level == Applicability::Safe ? " (safe): " : " (unsafe): ")
         << (Fix.Title.empty() ? "apply the edits" : Fix.Title) << '\n';
      writeFixedLine(OS, R.Where, Fix);
    }
    if (const RegisteredCheck *Check = findCheck(R.Check))
      OS << "see " << Check->Info.url() << '\n';
    OS << '\n';
  }

  void writeUnexplained(const EvidenceSummary &Evidence) {
    for (const UnexplainedRecord &U : Evidence.Unexplained) {
      paint(Color::RED, "seen at run time, explained by no finding: ");
      OS << seenText(U) << '\n';
    }
    if (Evidence.Lost)
      OS << count(Evidence.Lost, "place") << " seen at run time went unrecorded"
         << '\n';
  }

  void writeSummary(const Report &Rep) {
    auto Counts = Rep.countByCheck();
    unsigned Total = 0;
    for (const auto &[Check, Number] : Counts)
      Total += Number;
    std::string Line =
        count(Total, "finding") + " in " + count(Rep.Parsed, "file");
    if (unsigned Number = Rep.suppressed())
      Line += ", " + std::to_string(Number) + " suppressed by NOLINT";
    if (Rep.Compared)
      Line = std::to_string(Rep.Compared->Introduced) + " introduced, " +
             std::to_string(Rep.Compared->Fixed) + " fixed, " +
             std::to_string(Rep.Compared->Unchanged) + " unchanged";
    if (Rep.Evidence)
      Line += ", " +
              std::to_string(llvm::count_if(
                  Rep.Results, [](const Result &R) { return bool(R.Seen); })) +
              " seen at run time";
    if (Rep.Baseline && Rep.Baseline->Known)
      Line += ", " + std::to_string(Rep.Baseline->Known) + " in the baseline";
    if (Rep.Changed && Rep.Changed->Elsewhere)
      Line += ", " + std::to_string(Rep.Changed->Elsewhere) +
              " not on lines changed since " + Rep.Changed->Since;
    if (Rep.Skipped)
      Line += ", " + count(Rep.Skipped, "file") + " left out (not C++20)";
    if (!Rep.Failures.empty())
      Line += ", " + count(Rep.Failures.size(), "file") + " not analysed";
    bold(Line);
    OS << '\n';
    for (const auto &[Check, Number] : Counts)
      OS.indent(Number < 1000 ? 4 - std::to_string(Number).size() : 0)
          << "  " << Number << "  " << Check << '\n';
    if (Rep.Baseline && Rep.Baseline->Stale)
      OS << (Rep.Baseline->Stale == 1 ? "1 finding of the baseline is"
                                      : std::to_string(Rep.Baseline->Stale) +
                                            " findings of the baseline are")
         << " there no more; '--prune-baseline' removes "
         << (Rep.Baseline->Stale == 1 ? "it\n" : "them\n");
    writeConflicts(Rep);
  }

  /// What makes chains uncertain, so that nobody takes them for more.
  void writeConflicts(const Report &Rep) {
    if (!Rep.Linked || Rep.Linked->Conflicts.empty())
      return;
    const Program::Conflict &C = Rep.Linked->Conflicts.front();
    OS << count(Rep.Linked->Conflicts.size(), "function")
       << " defined differently in several files, of which a call reaches the "
          "nearest: '"
       << C.Name << "' at " << C.First.File << ':' << C.First.Line << " and "
       << C.Second.File << ':' << C.Second.Line;
    if (Rep.Linked->Conflicts.size() > 1)
      OS << "; the others stand in the JSON report";
    OS << '\n';
  }

  void writeLevel(Level L) {
    paint(L == Level::Error     ? Color::RED
          : L == Level::Warning ? Color::MAGENTA
                                : Color::CYAN,
          (toString(L) + ":").str());
    OS << ' ';
  }

  void paint(Color C, llvm::StringRef Text) {
    if (Options.Color)
      OS.changeColor(C, /*Bold=*/true);
    OS << Text;
    if (Options.Color)
      OS.resetColor();
  }

  void bold(llvm::StringRef Text) { paint(Color::SAVEDCOLOR, Text); }

  const RenderOptions &Options;
  llvm::raw_ostream &OS;
};

void renderText(const Report &Rep, const RenderOptions &Options,
                llvm::raw_ostream &OS) {
  TextRenderer(Options, OS).render(Rep);
}

const RegisterFormat Registration({"text", renderText, true, true});

} // namespace
} // namespace cotidy::driver
