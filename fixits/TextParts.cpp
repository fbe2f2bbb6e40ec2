#include "fixits/TextParts.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

StringRef textOf(SourceRange Range, const ASTContext &Ctx) {
  return Lexer::getSourceText(CharSourceRange::getTokenRange(Range),
                              Ctx.getSourceManager(), Ctx.getLangOpts());
}

bool isFromMacro(SourceRange Range) {
  return Range.getBegin().isMacroID() || Range.getEnd().isMacroID();
}

namespace {

/// Whether a token of \p Range, comments among them, \p Is what is looked for.
bool anyToken(CharSourceRange Range, const ASTContext &Ctx,
              llvm::function_ref<bool(const Token &)> Is) {
  // A copy: a lexer goes on to the NUL at the end of its text.
  std::string Text =
      Lexer::getSourceText(Range, Ctx.getSourceManager(), Ctx.getLangOpts())
          .str();
  Lexer Tokens(SourceLocation(), Ctx.getLangOpts(), Text.data(), Text.data(),
               Text.data() + Text.size());
  Tokens.SetCommentRetentionState(true);
  Token Next;
  bool AtEnd = false;
  while (!AtEnd) {
    AtEnd = Tokens.LexFromRawLexer(Next);
    if (Is(Next))
      return true;
  }
  return false;
}

} // namespace

bool holdsComment(CharSourceRange Range, const ASTContext &Ctx) {
  return anyToken(Range, Ctx,
                  [](const Token &T) { return T.is(tok::comment); });
}

bool removesComment(const Fix &F, const ASTContext &Ctx) {
  return llvm::any_of(F.Edits, [&](const FixItHint &Edit) {
    return Edit.RemoveRange.isValid() && holdsComment(Edit.RemoveRange, Ctx);
  });
}

bool standsIn(StringRef Name, const CodeBody &Body, const ASTContext &Ctx) {
  return anyToken(
      CharSourceRange::getTokenRange(Body.Function->getSourceRange()), Ctx,
      [&](const Token &T) {
        return T.is(tok::raw_identifier) && T.getRawIdentifier() == Name;
      });
}

std::string typeText(QualType Type, const ASTContext &Ctx) {
  PrintingPolicy Policy(Ctx.getLangOpts());
  Policy.SuppressTagKeyword = true;
  return TypeName::getFullyQualifiedName(
      Type.getNonReferenceType().getUnqualifiedType(), Ctx, Policy);
}

void fill(std::string &Text, StringRef Hole, StringRef Part) {
  for (size_t At = Text.find(Hole.str()); At != std::string::npos;
       At = Text.find(Hole.str(), At + Part.size()))
    Text.replace(At, Hole.size(), Part.str());
}

} // namespace cotidy
