#include "fixits/StatementEnd.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

SourceLocation behindStatement(const Stmt &S, const SourceManager &SM,
                               const LangOptions &LangOpts) {
  SourceLocation End = S.getEndLoc();
  if (End.isInvalid() || End.isMacroID())
    return {};
  Token Last;
  if (Lexer::getRawToken(End, Last, SM, LangOpts))
    return {};
  // A `}` may be that of an expression: `f({})`'s is not the last, but that of
  // `new T{}` is.
  if (Last.isNot(tok::semi) && (isa<Expr>(S) || Last.isNot(tok::r_brace))) {
    std::optional<Token> Next = Lexer::findNextToken(End, SM, LangOpts);
    if (!Next || Next->isNot(tok::semi))
      return {};
    End = Next->getLocation();
  }
  return Lexer::getLocForEndOfToken(End, 0, SM, LangOpts);
}

} // namespace cotidy
