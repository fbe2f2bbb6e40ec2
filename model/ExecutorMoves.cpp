#include "model/ExecutorMoves.h"

using namespace clang;

namespace cotidy {

std::vector<SourceRange> stretchesOffLoop(const CodeBody &Body,
                                          const Catalogue &Known,
                                          const ASTContext &Ctx) {
  std::vector<SourceRange> Stretches;
  if (Body.Kind != BodyKind::Coroutine)
    return Stretches;
  auto Is = [&](const BodyCall &Call, RuntimeRole Role) {
    return Known.function(Call.Site, Role, Ctx) != nullptr;
  };
  bool Away = false;
  for (const BodyCall &Call : Body.Calls) {
    if (!Call.InAwaitOperand)
      continue;
    // A timer or a yield of the loop resumes on the loop.
    bool Moves = Is(Call, RuntimeRole::Move);
    bool Returns =
        Away && (Is(Call, RuntimeRole::Yield) || Is(Call, RuntimeRole::Sleep));
    if (!Moves && !Returns)
      continue;
    SourceLocation Here = Call.Site.E->getEndLoc();
    if (Away)
      Stretches.back().setEnd(Here);
    else
      Stretches.push_back({Here, Body.Body->getEndLoc()});
    Away = !Away;
  }
  return Stretches;
}

} // namespace cotidy
