#include "fixits/BlockingCallFix.h"
#include "fixits/OffloadCode.h"
#include "fixits/ReplaceCall.h"
#include "fixits/TargetChoice.h"
#include "model/blocking/BlockingCalls.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {

namespace {

/// One fix of the edits of several.
class Merger {
public:
  explicit Merger(const SourceManager &SM) : SM(SM) {}

  /// False where an edit of \p Part touches one of another part. A part that
  /// is there already adds nothing.
  bool add(const Fix &Part) {
    auto [Begin, End] = extent(Part);
    for (const auto &[Other, Range] : Parts) {
      if (sameEdits(*Other, Part))
        return true;
      if (Begin < Range.second && Range.first < End)
        return false;
    }
    Parts.push_back({&Part, {Begin, End}});
    if (Whole.Edits.empty()) {
      Whole = Part;
      return true;
    }
    if (Part.Level == Applicability::Unsafe)
      Whole.Level = Applicability::Unsafe;
    for (const FixItHint &Edit : Part.Edits)
      if (llvm::none_of(Whole.Edits, [&](const FixItHint &Other) {
            return same(Other, Edit);
          }))
        Whole.Edits.push_back(Edit);
    for (const NeededHeader &Header : Part.Headers)
      if (!llvm::is_contained(Whole.Headers, Header))
        Whole.Headers.push_back(Header);
    return true;
  }

  Fix take() { return std::move(Whole); }

private:
  using Extent = std::pair<unsigned, unsigned>;

  static bool same(const FixItHint &A, const FixItHint &B) {
    return A.RemoveRange.getAsRange() == B.RemoveRange.getAsRange() &&
           A.CodeToInsert == B.CodeToInsert;
  }
  static bool sameEdits(const Fix &A, const Fix &B) {
    return A.Edits.size() == B.Edits.size() &&
           llvm::all_of(llvm::zip(A.Edits, B.Edits), [](const auto &Pair) {
             return same(std::get<0>(Pair), std::get<1>(Pair));
           });
  }
  /// From the first to the last edit.
  Extent extent(const Fix &F) const {
    Extent Result{~0U, 0};
    for (const FixItHint &Edit : F.Edits) {
      Result.first =
          std::min(Result.first, SM.getFileOffset(Edit.RemoveRange.getBegin()));
      Result.second = std::max(Result.second,
                               SM.getFileOffset(Edit.RemoveRange.getEnd()) + 1);
    }
    return Result;
  }

  const SourceManager &SM;
  std::vector<std::pair<const Fix *, Extent>> Parts;
  Fix Whole;
};

std::optional<Fix>
planAll(llvm::ArrayRef<const BodyCall *> Calls, const SourceManager &SM,
        llvm::function_ref<std::optional<Fix>(const BodyCall &)> Plan) {
  std::deque<Fix> Parts; // the merger refers to them
  Merger Merged(SM);
  for (const BodyCall *Call : Calls) {
    std::optional<Fix> Part = Plan(*Call);
    if (!Part)
      return std::nullopt;
    Parts.push_back(std::move(*Part));
    if (!Merged.add(Parts.back()))
      return std::nullopt;
  }
  return Merged.take();
}

} // namespace

std::optional<Fix> planBlockingCalls(llvm::ArrayRef<const BodyCall *> Calls,
                                     const CodeBody &Body, bool Blocking,
                                     const AsyncModel &Model) {
  llvm::SmallVector<const FixTarget *, 3> Targets = targetsFor(Body, Model);
  if (Targets.empty() || llvm::any_of(Calls, [&](const BodyCall *Call) {
        return Call->Body != &Body;
      }))
    return std::nullopt;
  const SourceManager &SM = Model.context().getSourceManager();
  if (Blocking)
    for (const FixTarget *Target : Targets)
      if (auto Planned = planAll(Calls, SM, [&](const BodyCall &Call) {
            return planReplaceCall(Call, *Target, Model);
          }))
        return Planned;
  for (const FixTarget *Target : Targets)
    if (auto Planned = planAll(Calls, SM, [&](const BodyCall &Call) {
          std::optional<Fix> Replaced =
              Blocking ? planReplaceCall(Call, *Target, Model) : std::nullopt;
          return Replaced ? Replaced : planOffloadCall(Call, *Target, Model);
        }))
      return Planned;
  return std::nullopt;
}

std::vector<const BodyCall *> chainBegins(const CodeBody &Body,
                                          const AsyncModel &Model) {
  const SourceManager &SM = Model.context().getSourceManager();
  std::vector<const BodyCall *> Result;
  for (const BodyCall &Call : Body.Calls) {
    if (Call.Awaited || Call.OffLoop || !Call.Site.E ||
        SM.isInSystemHeader(Call.Site.Callee->getLocation()) ||
        !mayBeFollowed(Call.Site, Model))
      continue;
    auto Same = llvm::find_if(Result, [&](const BodyCall *Other) {
      return Other->Site.Loc == Call.Site.Loc;
    });
    if (Same == Result.end())
      Result.push_back(&Call);
    else if (SM.isBeforeInTranslationUnit((*Same)->Site.E->getEndLoc(),
                                          Call.Site.E->getEndLoc()))
      *Same = &Call;
  }
  return Result;
}

} // namespace cotidy
