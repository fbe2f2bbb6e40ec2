#include "fixits/TextParts.h"
#include "model/code/RawTokens.h"
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

/// As anyRawToken(), of the text of \p Range.
bool anyToken(CharSourceRange Range, const ASTContext &Ctx,
              llvm::function_ref<bool(const Token &, StringRef)> Is) {
  return anyRawToken(
      Lexer::getSourceText(Range, Ctx.getSourceManager(), Ctx.getLangOpts()),
      Ctx.getLangOpts(), Is);
}

} // namespace

bool holdsComment(CharSourceRange Range, const ASTContext &Ctx) {
  return anyToken(Range, Ctx,
                  [](const Token &T, StringRef) { return T.is(tok::comment); });
}

bool removesComment(const Fix &F, const ASTContext &Ctx) {
  return llvm::any_of(F.Edits, [&](const FixItHint &Edit) {
    return Edit.RemoveRange.isValid() &&
           anyToken(Edit.RemoveRange, Ctx, [&](const Token &T, StringRef Text) {
             return T.is(tok::comment) &&
                    !StringRef(Edit.CodeToInsert).contains(Text);
           });
  });
}

bool standsIn(StringRef Name, const CodeBody &Body, const ASTContext &Ctx) {
  return anyToken(
      CharSourceRange::getTokenRange(Body.Function->getSourceRange()), Ctx,
      [&](const Token &T, StringRef) { return isRawName(T, Name); });
}

std::string freeName(StringRef Wanted, const CodeBody &Body,
                     const ASTContext &Ctx, llvm::StringSet<> &Taken) {
  std::string Name = Wanted.str();
  for (unsigned N = 2; standsIn(Name, Body, Ctx) || Taken.contains(Name); ++N)
    Name = Wanted.str() + std::to_string(N);
  Taken.insert(Name);
  return Name;
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

namespace {

/// How the lines of a block are indented.
struct Indentation {
  StringRef Outer; ///< of the line with the brace
  std::string Step;

  Indentation(const CompoundStmt &Block, const SourceManager &SM)
      : Outer(Lexer::getIndentationForLine(Block.getLBracLoc(), SM)),
        Step(Outer.starts_with("\t") ? "\t" : "  ") {
    SourceLocation First = Block.body_empty()
                               ? SourceLocation()
                               : Block.body_front()->getBeginLoc();
    if (First.isInvalid() || First.isMacroID() ||
        SM.getSpellingLineNumber(First) ==
            SM.getSpellingLineNumber(Block.getLBracLoc()))
      return;
    StringRef Inner = Lexer::getIndentationForLine(First, SM);
    if (Inner.consume_front(Outer) && !Inner.empty())
      Step = Inner.str();
  }

  std::string inner() const { return Outer.str() + Step; }
  std::string lines(StringRef Lines, StringRef Between) const {
    std::string Result = Lines.str();
    fill(Result, "\n", Between);
    fill(Result, "\t", Step);
    return Result;
  }
};

} // namespace

std::optional<SourceLocation> endOfLine(SourceLocation Behind,
                                        const ASTContext &Ctx) {
  StringRef Rest = StringRef(Ctx.getSourceManager().getCharacterData(Behind))
                       .take_until([](char C) { return C == '\n'; });
  if (!Rest.trim().empty() && !Rest.trim().starts_with("//"))
    return std::nullopt;
  return Behind.getLocWithOffset(Rest.rtrim().size());
}

std::string indentStep(const CompoundStmt &Block, const ASTContext &Ctx) {
  return Indentation(Block, Ctx.getSourceManager()).Step;
}

FixItHint insertFirst(const CompoundStmt &Block, StringRef Lines,
                      const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  Indentation Indent(Block, SM);
  SourceLocation Behind = Block.getLBracLoc().getLocWithOffset(1);
  // What the line says of the block stays where it is.
  std::optional<SourceLocation> End = endOfLine(Behind, Ctx);
  if (!End)
    return FixItHint::CreateInsertion(Behind, " " + Indent.lines(Lines, " "));
  std::string NewLine = "\n" + Indent.inner();
  return FixItHint::CreateInsertion(*End,
                                    NewLine + Indent.lines(Lines, NewLine));
}

FixItHint insertLast(const CompoundStmt &Block, StringRef Lines,
                     const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  Indentation Indent(Block, SM);
  SourceLocation End = Block.getRBracLoc();
  unsigned Column = SM.getSpellingColumnNumber(End) - 1;
  StringRef Before(SM.getCharacterData(End.getLocWithOffset(-int(Column))),
                   Column);
  if (!Before.trim().empty())
    return FixItHint::CreateInsertion(End, Indent.lines(Lines, " ") + " ");
  return FixItHint::CreateInsertion(
      End, Indent.Step + Indent.lines(Lines, "\n" + Indent.inner()) + "\n" +
               Before.str());
}

} // namespace cotidy
