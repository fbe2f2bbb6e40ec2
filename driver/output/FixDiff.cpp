#include "driver/output/FixDiff.h"
#include "driver/report/Excerpts.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy::driver {
namespace {

constexpr unsigned Around = 2;

using Lines = std::map<unsigned, std::string>;
using Edits = llvm::ArrayRef<const Edit *>;

/// Line \p Number, whole; nullptr where it is not known.
const std::string *whole(const Lines &In, unsigned Number) {
  auto It = In.find(Number);
  return It == In.end() || It->second.size() >= MaxExcerptLine ? nullptr
                                                               : &It->second;
}

/// The lines \p First to \p Last with \p Group applied; empty if it cannot be.
std::optional<std::string> applied(const Lines &In, unsigned First,
                                   unsigned Last, Edits Group) {
  std::string Result;
  Position At{First, 1, 1};
  auto CopyTo = [&](const Position &To) {
    for (; At.Line <= To.Line; At = {At.Line + 1, 1, 1}) {
      const std::string *Line = whole(In, At.Line);
      size_t End = Line && At.Line == To.Line ? To.Column - 1
                   : Line                     ? Line->size()
                                              : 0;
      if (!Line || End > Line->size() || At.Column - 1 > End)
        return false;
      Result += Line->substr(At.Column - 1, End - (At.Column - 1));
      if (At.Line == To.Line) {
        At.Column = To.Column;
        return true;
      }
      Result += '\n';
    }
    return false;
  };
  for (const Edit *E : Group) {
    if (!CopyTo(E->Begin))
      return std::nullopt;
    Result += E->Text;
    At = E->End;
  }
  const std::string *End = whole(In, Last);
  if (!End || !CopyTo({Last, unsigned(End->size()) + 1, 0}))
    return std::nullopt;
  return Result;
}

std::optional<DiffHunk> hunk(const Lines &In, Edits Group) {
  unsigned First = Group.front()->Begin.Line, Last = Group.back()->End.Line;
  std::optional<std::string> Text = applied(In, First, Last, Group);
  if (!Text)
    return std::nullopt;
  llvm::SmallVector<llvm::StringRef> Old, New;
  for (unsigned Number = First; Number <= Last; ++Number)
    Old.push_back(*whole(In, Number));
  llvm::StringRef(*Text).split(New, '\n');
  // Edits at the ends of lines leave whole lines as they were.
  size_t Same = 0, SameEnd = 0;
  while (Same < std::min(Old.size(), New.size()) && Old[Same] == New[Same])
    ++Same;
  while (SameEnd < std::min(Old.size(), New.size()) - Same &&
         Old[Old.size() - 1 - SameEnd] == New[New.size() - 1 - SameEnd])
    ++SameEnd;

  DiffHunk H;
  H.File = Group.front()->File;
  auto Context = [&](unsigned Number) {
    auto It = In.find(Number);
    if (It == In.end())
      return;
    if (H.Rows.empty())
      H.Line = Number;
    H.Rows.push_back({' ', It->second});
  };
  unsigned Changed = First + Same, Behind = Last + 1 - SameEnd;
  for (unsigned Number = Changed > Around ? Changed - Around : 1;
       Number < Changed; ++Number)
    Context(Number);
  if (H.Rows.empty())
    H.Line = Changed;
  for (llvm::StringRef Line :
       llvm::ArrayRef(Old).drop_front(Same).drop_back(SameEnd))
    H.Rows.push_back({'-', Line.str()});
  for (llvm::StringRef Line :
       llvm::ArrayRef(New).drop_front(Same).drop_back(SameEnd))
    H.Rows.push_back({'+', Line.str()});
  for (unsigned Number = Behind; Number < Behind + Around; ++Number)
    Context(Number);
  return H;
}

} // namespace

std::vector<DiffHunk> fixDiff(const ResultFix &Fix,
                              const SourceExcerpts &Excerpts) {
  std::vector<const Edit *> Sorted;
  for (const Edit &E : Fix.Edits)
    Sorted.push_back(&E);
  // Insertions at one place stay in their order.
  llvm::sort(Sorted, [](const Edit *A, const Edit *B) {
    return std::tie(A->File, A->Offset, A) < std::tie(B->File, B->Offset, B);
  });
  std::vector<DiffHunk> Hunks;
  for (size_t Begin = 0; Begin < Sorted.size();) {
    size_t End = Begin + 1;
    while (End < Sorted.size() && Sorted[End]->File == Sorted[Begin]->File &&
           Sorted[End]->Begin.Line <= Sorted[End - 1]->End.Line + 2 * Around)
      ++End;
    auto In = Excerpts.find(Sorted[Begin]->File);
    auto H = In == Excerpts.end()
                 ? std::nullopt
                 : hunk(In->second,
                        llvm::ArrayRef(Sorted).slice(Begin, End - Begin));
    if (!H)
      return {};
    Hunks.push_back(std::move(*H));
    Begin = End;
  }
  return Hunks;
}

} // namespace cotidy::driver
