#include "model/ExecutorMoves.h"

using namespace clang;

namespace cotidy {

std::vector<SourceRange> stretchesOffLoop(const CodeBody &Body,
                                          const Catalogue &Known,
                                          const ASTContext &Ctx) {
  std::vector<SourceRange> Stretches;
  if (Body.Kind != BodyKind::Coroutine)
    return Stretches;
  bool Away = false;
  for (const BodyCall &Call : Body.Calls) {
    if (!Call.InAwaitOperand ||
        !Known.function(Call.Site, RuntimeRole::Move, Ctx))
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
