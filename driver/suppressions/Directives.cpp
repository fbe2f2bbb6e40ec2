#include "driver/suppressions/Directives.h"
#include "driver/report/PlaceReader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace cotidy::driver {
namespace {

constexpr llvm::StringLiteral Keyword = "NOLINT", Blanks = " \t";

/// As clang-tidy does: a NOLINTEND ends the last NOLINTBEGIN that is open, and
/// only if both have the same list.
void pairBlocks(std::vector<Directive> &All) {
  std::vector<size_t> Open;
  auto List = [&](size_t I) { return All[I].List.value_or("*").trim(); };
  for (size_t I = 0; I < All.size(); ++I) {
    if (All[I].Word == "NOLINTBEGIN") {
      Open.push_back(I);
    } else if (All[I].Word == "NOLINTEND" && !Open.empty() &&
               List(Open.back()) == List(I)) {
      All[Open.back()].Partner = I;
      Open.pop_back();
    }
  }
}

/// \p Range with the blanks before it, and with its line if nothing else is on
/// that.
CommentRange widened(CommentRange Range, llvm::StringRef Source) {
  size_t LineBegin = lineAt(Source, Range.Begin).second;
  while (Range.Begin > LineBegin && Blanks.contains(Source[Range.Begin - 1]))
    --Range.Begin;
  llvm::StringRef After = Source.substr(Range.End).ltrim(Blanks);
  if (Range.Begin != LineBegin)
    return Range;
  if (After.consume_front("\r\n") || After.consume_front("\n"))
    Range.End = Source.size() - After.size();
  return Range;
}

} // namespace

std::vector<Directive> readDirectives(llvm::StringRef Source) {
  std::vector<Directive> All;
  for (size_t At = Source.find(Keyword); At != llvm::StringRef::npos;
       At = Source.find(Keyword, At)) {
    llvm::StringRef Word = Source.substr(At).take_while(llvm::isAlpha);
    At += Word.size();
    if (!llvm::is_contained(
            {llvm::StringRef("NOLINT"), llvm::StringRef("NOLINTNEXTLINE"),
             llvm::StringRef("NOLINTBEGIN"), llvm::StringRef("NOLINTEND")},
            Word))
      continue;
    Directive D{Word, std::nullopt};
    llvm::StringRef Rest = Source.substr(At);
    if (Rest.consume_front("(")) {
      size_t Close = Rest.find_first_of("\n)");
      if (Close != llvm::StringRef::npos && Rest[Close] == ')') {
        D.List = Rest.take_front(Close);
        At = D.end(Source);
      }
    }
    All.push_back(D);
  }
  pairBlocks(All);
  return All;
}

DirectivePart partOf(llvm::ArrayRef<Directive> All, size_t I,
                     const CommentRange &C, llvm::StringRef Source) {
  const Directive &D = All[I];
  size_t Begin = D.begin(Source), End = D.end(Source);
  size_t Next = I + 1 < All.size() ? All[I + 1].begin(Source) : Source.size();
  size_t First = Begin;
  for (size_t Before = I; Before-- > 0 && All[Before].begin(Source) >= C.Begin;)
    First = All[Before].begin(Source);
  llvm::StringRef Comment = Source.slice(C.Begin, C.End);
  size_t Close = C.End - (Comment.starts_with("/*") ? 2 : 0);
  size_t LineEnd = Source.find_first_of("\r\n", End);
  llvm::StringRef Behind =
      Source.slice(End, std::min({Close, LineEnd, Next})).rtrim();

  DirectivePart Part;
  Part.End = End + Behind.size();
  llvm::StringRef Reason = Behind.ltrim(" \t:-");
  for (llvm::StringRef Dash : {"\u2014", "\u2013"})
    if (Reason.consume_front(Dash))
      Reason = Reason.ltrim();
  // Words of any script, and not only punctuation.
  if (llvm::any_of(Reason,
                   [](unsigned char C) { return llvm::isAlnum(C) || C > 127; }))
    Part.Reason = Reason;
  Part.AfterProse = !Source.slice(C.Begin, First).trim("/*!< \t\r\n").empty();
  Part.AloneOnLine =
      Source.slice(lineAt(Source, C.Begin).second, C.Begin).trim().empty();

  bool IsFirst = First == Begin && !Part.AfterProse;
  bool IsAllOfIt =
      IsFirst && Source.slice(Part.End, C.End).trim("*/ \t\r\n").empty();
  if (IsAllOfIt) {
    Part.Removal = widened(C, Source);
    return Part;
  }
  Part.Removal = {Begin, Part.End};
  if (!IsFirst)
    while (Blanks.contains(Source[Part.Removal.Begin - 1]))
      --Part.Removal.Begin;
  else
    while (Part.Removal.End < C.End &&
           Blanks.contains(Source[Part.Removal.End]))
      ++Part.Removal.End;
  return Part;
}

} // namespace cotidy::driver
