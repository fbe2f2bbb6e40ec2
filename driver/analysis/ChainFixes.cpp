#include "driver/analysis/ChainFixes.h"
#include "driver/report/PlaceReader.h"
#include "fixits/BlockingCallFix.h"
#include "fixits/PassByValue.h"
#include "fixits/TargetChoice.h"

using namespace clang;

namespace cotidy::driver {

std::vector<ChainFix> collectChainFixes(const AsyncModel &Model,
                                        const Project &P) {
  const ASTContext &Ctx = Model.context();
  const SourceManager &SM = Ctx.getSourceManager();
  PlaceReader Places(SM, Ctx.getLangOpts(), P);
  std::vector<ChainFix> Result;
  auto Add = [&](SourceLocation Loc, const std::optional<Fix> &Planned) {
    if (!Planned)
      return;
    auto [File, Offset] = SM.getDecomposedLoc(SM.getFileLoc(Loc));
    Position Where = Places.position(File, Offset);
    ChainFix F{Places.fileName(File), Where.Line, Where.Column, {}};
    F.Fix = {Planned->Title, Planned->Level, {}};
    for (const FixItHint &Hint : editsOf(*Planned))
      if (std::optional<Edit> E = Places.edit(Hint))
        F.Fix.Edits.push_back(std::move(*E));
    Result.push_back(std::move(F));
  };
  for (const CodeBody &Body : Model.bodies()) {
    if (Body.Kind == BodyKind::Coroutine)
      for (const ParmVarDecl *Parameter : Body.Function->parameters())
        Add(Parameter->getLocation(), planPassByValue(*Parameter));
    if (Body.OnLoop && !targetsFor(Body, Model).empty())
      for (const BodyCall *Call : chainBegins(Body, Model))
        Add(Call->Site.Loc,
            planBlockingCalls(Call, Body, /*Blocking=*/false, Model));
  }
  return Result;
}

} // namespace cotidy::driver
