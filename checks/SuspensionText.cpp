#include "checks/SuspensionText.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

void noteSuspensions(Finding &F, llvm::ArrayRef<const Suspension *> Over) {
  for (const Suspension *S : Over)
    F.Notes.push_back(
        {S->Loc, S->Yields ? "the coroutine is suspended here until its "
                             "consumer asks for the next value"
                           : "the coroutine can be suspended here"});
}

std::string quotedText(const Expr &E, const ASTContext &Ctx) {
  constexpr size_t Longest = 40;
  if (E.getBeginLoc().isMacroID() || E.getEndLoc().isMacroID())
    return "";
  StringRef Text =
      Lexer::getSourceText(CharSourceRange::getTokenRange(E.getSourceRange()),
                           Ctx.getSourceManager(), Ctx.getLangOpts());
  if (Text.empty() || Text.size() > Longest || Text.contains('\n'))
    return "";
  return ("'" + Text + "'").str();
}

} // namespace cotidy
