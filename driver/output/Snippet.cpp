#include "driver/output/Snippet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Unicode.h"
#include <algorithm>

namespace unicode = llvm::sys::unicode;

namespace cotidy::driver {
namespace {

constexpr unsigned TabStop = 8;
constexpr unsigned MaxColumns = 160;

/// A line as a terminal shows it.
struct Displayed {
  struct Cell {
    std::string Text; ///< one character, or the spaces of a tab
    unsigned Width;   ///< columns it takes
    unsigned Byte;    ///< where it began in the source line
  };
  std::vector<Cell> Cells;

  explicit Displayed(llvm::StringRef Line) {
    unsigned Column = 0;
    for (unsigned I = 0; I < Line.size();) {
      Cell C{"", 1, I};
      unsigned Length = llvm::getNumBytesForUTF8(Line[I]);
      const auto *Bytes = reinterpret_cast<const llvm::UTF8 *>(Line.data() + I);
      if (Line[I] == '\t') {
        C.Width = TabStop - Column % TabStop;
        C.Text = std::string(C.Width, ' ');
        Length = 1;
      } else if (I + Length > Line.size() ||
                 !llvm::isLegalUTF8Sequence(Bytes, Bytes + Length)) {
        C.Text = "?";
        Length = 1;
      } else {
        llvm::StringRef Character = Line.substr(I, Length);
        int Width = unicode::columnWidthUTF8(Character);
        C.Text = Width < 0 ? "?" : Character.str();
        C.Width = Width < 0 ? 1 : Width;
      }
      Column += C.Width;
      I += Length;
      Cells.push_back(std::move(C));
    }
  }

  /// Keeps MaxColumns around byte \p Byte. A cell is at least half as wide as
  /// a terminal's two-column character, so counting cells is enough.
  void cutAround(unsigned Byte) {
    if (Cells.size() <= MaxColumns)
      return;
    size_t At =
        llvm::find_if(Cells, [&](const Cell &C) { return C.Byte >= Byte; }) -
        Cells.begin();
    size_t First = At > MaxColumns / 2 ? At - MaxColumns / 2 : 0;
    First = std::min(First, Cells.size() - MaxColumns);
    bool CutEnd = First + MaxColumns < Cells.size();
    Cells.resize(First + MaxColumns);
    Cells.erase(Cells.begin(), Cells.begin() + ptrdiff_t(First));
    if (First)
      Cells.front() = {"...", 3, Cells.front().Byte};
    if (CutEnd)
      Cells.back() = {"...", 3, Cells.back().Byte};
  }

  std::string text() const {
    std::string Text;
    for (const Cell &C : Cells)
      Text += C.Text;
    return llvm::StringRef(Text).rtrim().str();
  }
};

void writeGutter(llvm::raw_ostream &OS, llvm::StringRef Label) {
  constexpr unsigned LabelWidth = 5;
  OS.indent(Label.size() < LabelWidth ? LabelWidth - Label.size() : 0)
      << Label << " | ";
}

} // namespace

void writeSnippet(llvm::raw_ostream &OS, const Place &P) {
  if (P.Point.Line == 0)
    return;
  unsigned Point = P.Point.Column - 1;
  // A range over several lines is underlined on the one shown.
  unsigned Begin = P.Begin.Line == P.Point.Line ? P.Begin.Column - 1 : 0;
  unsigned End = P.End.Line == P.Point.Line ? P.End.Column - 1 : ~0U;
  if (P.Begin.Line != P.Point.Line)
    Begin = P.SourceLine.find_first_not_of(" \t");

  Displayed Line(P.SourceLine);
  Line.cutAround(Point);
  std::string Marks;
  bool PointShown = false;
  for (const Displayed::Cell &C : Line.Cells) {
    bool InRange = Begin <= C.Byte && C.Byte < End;
    std::string Mark(C.Width, InRange ? '~' : ' ');
    if (!PointShown && C.Byte >= Point && C.Width) {
      Mark[0] = '^';
      PointShown = true;
    }
    Marks += Mark;
  }
  if (!PointShown)
    Marks += '^';
  writeGutter(OS, std::to_string(P.Point.Line));
  OS << Line.text() << '\n';
  writeGutter(OS, "");
  OS << llvm::StringRef(Marks).rtrim() << '\n';
}

void writeFixedLine(llvm::raw_ostream &OS, const Place &P,
                    const ResultFix &Fix) {
  std::vector<Edit> Edits = Fix.Edits;
  llvm::sort(Edits, [](const Edit &A, const Edit &B) {
    return A.Offset > B.Offset; // from the end, so that columns stay valid
  });
  std::string Line = P.SourceLine;
  for (const Edit &E : Edits) {
    if (E.File != P.File || E.Begin.Line != P.Point.Line ||
        E.End.Line != P.Point.Line || E.Text.find('\n') != std::string::npos ||
        E.Begin.Column - 1 + E.Length > Line.size())
      return;
    Line.replace(E.Begin.Column - 1, E.Length, E.Text);
  }
  Displayed Shown(Line);
  Shown.cutAround(P.Point.Column - 1);
  writeGutter(OS, "+");
  OS << Shown.text() << '\n';
}

} // namespace cotidy::driver
