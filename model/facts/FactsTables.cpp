#include "model/facts/FactsTables.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

StringId FactsTables::text(llvm::StringRef Text) {
  if (Text.empty())
    return 0;
  auto [Entry, New] = Texts.try_emplace(Text, Strings.size());
  if (New)
    Strings.push_back(Text.str());
  return Entry->second;
}

FactPlace FactsTables::place(SourceRange Range) {
  const SourceManager &SM = Ctx.getSourceManager();
  FactPlace P;
  SourceLocation Begin = SM.getFileLoc(Range.getBegin());
  if (Begin.isInvalid())
    return P;
  auto [File, Offset] = SM.getDecomposedLoc(Begin);
  auto [Name, New] = FileNames.try_emplace(File, 0);
  if (New)
    Name->second = text(FileName(File));
  P.File = Name->second;
  P.Line = P.EndLine = SM.getLineNumber(File, Offset);
  P.Column = P.EndColumn = SM.getColumnNumber(File, Offset);
  CharSourceRange Written = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(Range), SM, Ctx.getLangOpts());
  SourceLocation End =
      Written.isValid() && Written.getBegin() == Begin
          ? Written.getEnd()
          : Lexer::getLocForEndOfToken(Begin, 0, SM, Ctx.getLangOpts());
  if (End.isValid()) {
    auto [EndFile, EndOffset] = SM.getDecomposedLoc(End);
    P.EndLine = SM.getLineNumber(EndFile, EndOffset);
    P.EndColumn = SM.getColumnNumber(EndFile, EndOffset);
  }
  return P;
}

} // namespace cotidy
