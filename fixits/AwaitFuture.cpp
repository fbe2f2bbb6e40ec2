#include "fixits/AwaitFuture.h"
#include "fixits/AwaitPlace.h"
#include "fixits/HeaderInsertion.h"
#include "model/catalogue/NamePattern.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

std::optional<Fix> planAwaitFuture(const BodyCall &Wait,
                                   const FixTarget &Target,
                                   const AsyncModel &Model) {
  const auto *Get = dyn_cast_or_null<CXXMemberCallExpr>(Wait.Site.E);
  if (!Target.Future || !Get || Get->getNumArgs() != 0 ||
      !placeAllowsAwait(*Get, *Wait.Body))
    return std::nullopt;
  const auto *Operation =
      dyn_cast<CallExpr>(Get->getImplicitObjectArgument()->IgnoreImplicit());
  if (!Operation || Operation->getNumArgs() == 0)
    return std::nullopt;
  const Expr *Last = nullptr;
  for (const Expr *Argument : Operation->arguments())
    if (!isa<CXXDefaultArgExpr>(Argument))
      Last = Argument;
  const auto *Token =
      Last ? dyn_cast<DeclRefExpr>(Last->IgnoreParenImpCasts()) : nullptr;
  if (!Token || Token->getBeginLoc().isMacroID() ||
      !NamePattern(Target.Future->Name).matches(*Token->getDecl()))
    return std::nullopt;

  const SourceManager &SM = Model.context().getSourceManager();
  const LangOptions &LangOpts = Model.context().getLangOpts();
  bool InParens = isPostfixBase(*Get, *Wait.Body);
  Fix F;
  F.Title = "await the operation instead";
  F.Edits.push_back(FixItHint::CreateInsertion(
      Get->getBeginLoc(), InParens ? "(co_await " : "co_await "));
  F.Edits.push_back(FixItHint::CreateReplacement(Token->getSourceRange(),
                                                 Target.Future->Instead));
  F.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(
          Lexer::getLocForEndOfToken(Operation->getEndLoc(), 0, SM, LangOpts),
          Lexer::getLocForEndOfToken(Get->getEndLoc(), 0, SM, LangOpts)),
      InParens ? ")" : ""));
  addHeaders(F, Get->getBeginLoc(), Target.Future->Headers, Target.Umbrellas,
             SM);
  return F;
}

} // namespace cotidy
