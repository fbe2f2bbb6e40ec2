#include "driver/report/LinkedFindings.h"
#include "driver/report/SourceLines.h"
#include "model/link/Linker.h"
#include <set>

namespace cotidy::driver {
namespace {

class Converter {
public:
  explicit Converter(llvm::StringRef Root) : Lines(Root) {}

  Place place(const LinkedPlace &P) {
    Place Result;
    Result.File = P.File;
    Result.Point = Result.Begin = position(P.File, P.Line, P.Column);
    Result.End = position(P.File, P.EndLine, P.EndColumn);
    Result.SourceLine = Lines.line(P.File, P.Line).str();
    return Result;
  }

  Result result(const Chain &C) {
    Result R;
    R.Where = place(C.Where);
    R.Check = C.Check;
    R.Message = C.Message;
    R.Level = C.Error ? Level::Error : Level::Warning;
    R.Certainty = C.Certainty;
    R.Category = C.Category;
    R.Function = C.Function;
    R.Suppressed = C.Silenced;
    for (const ChainNote &Note : C.Notes) {
      Place Where = place(Note.Where);
      // A note is about a point, as those of clang are.
      Where.End = Where.Begin;
      ++Where.End.Column;
      ++Where.End.Utf16Column;
      R.Notes.push_back({Note.Message, std::move(Where)});
    }
    return R;
  }

private:
  Position position(llvm::StringRef File, unsigned Line, unsigned Column) {
    return {Line, Column,
            utf16Column(Lines.line(File, Line), Column ? Column - 1 : 0)};
  }

  SourceLines Lines;
};

/// What can be done about calls, by their place.
class PlannedFixes {
public:
  explicit PlannedFixes(llvm::ArrayRef<ChainFix> Fixes) {
    // The files that include a header plan alike; of templates the least does.
    for (const ChainFix &F : Fixes) {
      const ResultFix *&Known = ByPlace[{F.File, F.Line, F.Column}];
      if (!Known || F.Fix < *Known)
        Known = &F.Fix;
    }
  }

  /// One fix for all calls that \p C begins with; empty if one has none.
  std::optional<ResultFix> forAll(const Chain &C) const {
    std::optional<ResultFix> Whole;
    llvm::SmallVector<const LinkedPlace *, 2> Begins{&C.Where};
    for (const LinkedPlace &Further : C.Further)
      Begins.push_back(&Further);
    for (const LinkedPlace *Begin : Begins) {
      auto Known = ByPlace.find({Begin->File, Begin->Line, Begin->Column});
      if (Known == ByPlace.end())
        return std::nullopt;
      if (!Whole) {
        Whole = *Known->second;
        continue;
      }
      for (const Edit &E : Known->second->Edits)
        if (!llvm::is_contained(Whole->Edits, E))
          Whole->Edits.push_back(E);
    }
    return Whole;
  }

private:
  std::map<std::tuple<llvm::StringRef, unsigned, unsigned>, const ResultFix *>
      ByPlace;
};

} // namespace

std::vector<Result> linkedFindings(const Program &Whole, const CallGraph &Graph,
                                   const LoopReach &FromLoops,
                                   llvm::StringRef Root,
                                   llvm::ArrayRef<ChainFix> Fixes,
                                   std::vector<Result> &Direct) {
  std::set<std::tuple<std::string, std::string, Position>> Known;
  for (const Result &R : Direct)
    Known.insert({R.Check, R.Where.File, R.Where.Point});
  PlannedFixes Planned(Fixes);
  Converter Convert(Root);
  std::vector<Result> Linked;
  std::vector<Chain> Chains = findChains(Whole, Graph, FromLoops);
  for (const Chain &C : Chains) {
    Result R = Convert.result(C);
    if (std::optional<ResultFix> F = Planned.forAll(C))
      R.Fixes.push_back(std::move(*F));
    if (!Known.contains({R.Check, R.Where.File, R.Where.Point}))
      Linked.push_back(std::move(R));
  }
  llvm::erase_if(Direct, [&](const Result &R) {
    return llvm::any_of(Chains, [&](const Chain &C) {
      return impliesFinding(C, R.Check) && C.Where.File == R.Where.File &&
             C.Where.Line == R.Where.Point.Line;
    });
  });
  return Linked;
}

} // namespace cotidy::driver
