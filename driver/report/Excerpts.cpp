#include "driver/report/Excerpts.h"
#include "driver/report/SourceLines.h"

namespace cotidy::driver {
namespace {

constexpr unsigned AroundFinding = 3, AroundStep = 1, AroundEdit = 2;
constexpr unsigned MostLines = 40; // of one place
constexpr size_t MostBytes = 32 << 20;

class Excerpter {
public:
  explicit Excerpter(Report &Rep) : Rep(Rep), Lines(Rep.Root) {}

  void run() {
    for (const Result &R : Rep.Results) {
      if (R.Baseline == BaselineState::Absent || !fits(R.Where))
        continue;
      add(R.Where.File, R.Where.Begin, R.Where.End, AroundFinding);
      for (const ResultNote &N : R.Notes)
        if (N.Where && fits(*N.Where))
          add(N.Where->File, N.Where->Point, N.Where->Point, AroundStep);
      for (const ResultFix &Fix : R.Fixes)
        for (const Edit &E : Fix.Edits)
          add(E.File, E.Begin, E.End, AroundEdit);
    }
  }

private:
  /// Whether the source is still what was analysed.
  bool fits(const Place &P) {
    return P.Point.Line != 0 &&
           Lines.line(P.File, P.Point.Line) == P.SourceLine;
  }

  void add(const std::string &File, const Position &Begin, const Position &End,
           unsigned Around) {
    unsigned First = Begin.Line > Around ? Begin.Line - Around : 1;
    unsigned Last =
        std::min(std::max(Begin.Line, End.Line) + Around, First + MostLines);
    for (unsigned Number = First; Number <= Last && Bytes < MostBytes;
         ++Number) {
      std::optional<llvm::StringRef> Line = Lines.find(File, Number);
      if (!Line)
        return;
      *Line = Line->take_front(MaxExcerptLine);
      if (Rep.Excerpts[File].try_emplace(Number, *Line).second)
        Bytes += Line->size();
    }
  }

  Report &Rep;
  SourceLines Lines;
  size_t Bytes = 0;
};

} // namespace

void addExcerpts(Report &Rep) { Excerpter(Rep).run(); }

} // namespace cotidy::driver
