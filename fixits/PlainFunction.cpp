#include "fixits/PlainFunction.h"
#include "fixits/TextParts.h"
#include "model/code/ExprUtils.h"
#include "model/code/NamedPlaces.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/TypeLoc.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

/// The `co_return` statements of a body as written, those of lambdas in it left
/// out.
class ReturnReader final : public ConstDynamicRecursiveASTVisitor {
public:
  std::vector<const CoreturnStmt *> Found;

  bool TraverseLambdaExpr(const LambdaExpr *) override { return true; }
  bool VisitCoreturnStmt(const CoreturnStmt *S) override {
    if (!S->isImplicit())
      Found.push_back(S);
    return true;
  }

  static std::vector<const CoreturnStmt *> in(const Stmt &Body) {
    ReturnReader Reader;
    Reader.TraverseStmt(&Body);
    return std::move(Reader.Found);
  }
};

class Planner {
public:
  Planner(const CodeBody &Body, const AsyncModel &Model)
      : Body(Body), F(*Body.Function), Model(Model), Ctx(Model.context()),
        SM(Ctx.getSourceManager()) {}

  std::optional<Fix> plan() {
    if (F.isTemplated() || F.isTemplateInstantiation())
      return std::nullopt;
    std::optional<llvm::DenseSet<SourceLocation>> Places = placesNaming(F, Ctx);
    if (!Places)
      return std::nullopt;
    for (const FunctionDecl *D : F.redecls()) {
      Places->erase(D->getLocation());
      if (!editDeclaration(*D))
        return std::nullopt;
    }
    for (const CoreturnStmt *Return : ReturnReader::in(*Body.Body))
      if (!editReturn(*Return))
        return std::nullopt;
    for (const CodeBody &Caller : Model.bodies())
      if (!editCalls(Caller, *Places))
        return std::nullopt;
    if (!Places->empty())
      return std::nullopt;
    Result.Title = "make it a plain function";
    return std::move(Result);
  }

private:
  StringRef textOf(CharSourceRange Range) const {
    return Lexer::getSourceText(Range, SM, Ctx.getLangOpts());
  }

  bool replace(CharSourceRange Range, StringRef Text) {
    StringRef Old = textOf(Range);
    if (isFromMacro(Range.getAsRange()) || Old.empty() ||
        holdsComment(Range, Ctx))
      return false;
    if (llvm::none_of(Result.Edits, [&](const FixItHint &Edit) {
          return Edit.RemoveRange.getBegin() == Range.getBegin();
        }))
      Result.Edits.push_back(FixItHint::CreateReplacement(Range, Text));
    return true;
  }

  /// `task<T> f()` becomes `T f()`.
  bool editDeclaration(const FunctionDecl &D) {
    FunctionTypeLoc Type = D.getFunctionTypeLoc();
    SourceRange Written = D.getReturnTypeSourceRange();
    if (!Type || Written.isInvalid())
      return false;
    auto Task =
        Type.getReturnLoc().getAsAdjusted<TemplateSpecializationTypeLoc>();
    if (!Task || Type.getReturnLoc().getType().hasLocalQualifiers())
      return false;
    std::string Value = "void";
    if (Task.getNumArgs() > 0) {
      SourceRange First = Task.getArgLoc(0).getSourceRange();
      if (isFromMacro(First))
        return false;
      // Of `task<vector<int>>` the last token is not the `>>`.
      Value =
          Task.getArgLoc(0).getArgument().getKind() == TemplateArgument::Type
              ? textOf(CharSourceRange::getCharRange(First.getBegin(),
                                                     endOf(First.getEnd())))
                    .str()
              : "";
    }
    return !Value.empty() &&
           replace(CharSourceRange::getCharRange(Written.getBegin(),
                                                 endOf(Written.getEnd())),
                   Value);
  }

  /// Behind the token at \p Loc; of a `>>` that closes two lists, behind the
  /// `>` that \p Loc is.
  SourceLocation endOf(SourceLocation Loc) const {
    if (*SM.getCharacterData(Loc) == '>')
      return Loc.getLocWithOffset(1);
    return Lexer::getLocForEndOfToken(Loc, 0, SM, Ctx.getLangOpts());
  }

  bool editReturn(const CoreturnStmt &Return) {
    SourceLocation Keyword = Return.getKeywordLoc();
    if (Keyword.isMacroID())
      return false;
    const auto *Block = dyn_cast<CompoundStmt>(Body.Body);
    bool Last = Block && !Block->body_empty() && Block->body_back() == &Return;
    if (Last && !Return.getOperand())
      if (std::optional<CharSourceRange> Line = lineOf(Return))
        return replace(*Line, "");
    return replace(CharSourceRange::getTokenRange(Keyword), "return");
  }

  /// The whole line of \p S, where nothing else stands on it.
  std::optional<CharSourceRange> lineOf(const CoreturnStmt &S) const {
    SourceLocation Semicolon = Lexer::findLocationAfterToken(
        S.getKeywordLoc(), tok::semi, SM, Ctx.getLangOpts(),
        /*SkipTrailingWhitespaceAndNewLine=*/false);
    if (Semicolon.isInvalid())
      return std::nullopt;
    auto [File, Begin] = SM.getDecomposedLoc(S.getKeywordLoc());
    unsigned End = SM.getFileOffset(Semicolon);
    StringRef Code = SM.getBufferData(File);
    size_t LineBegin = Code.rfind('\n', Begin), LineEnd = Code.find('\n', End);
    if (LineBegin == StringRef::npos || LineEnd == StringRef::npos ||
        !Code.slice(LineBegin, Begin).trim().empty() ||
        !Code.slice(End, LineEnd).trim().empty())
      return std::nullopt;
    SourceLocation Start = SM.getLocForStartOfFile(File);
    return CharSourceRange::getCharRange(Start.getLocWithOffset(LineBegin + 1),
                                         Start.getLocWithOffset(LineEnd + 1));
  }

  /// Takes the awaits of the function that \p Caller does from \p Places.
  bool editCalls(const CodeBody &Caller,
                 llvm::DenseSet<SourceLocation> &Places) {
    bool Edited = false, KeepsAwait = false;
    for (const Expr *E : Caller.Suspensions) {
      const auto *Await = dyn_cast<CoawaitExpr>(E);
      const auto *Call =
          Await ? dyn_cast<CallExpr>(stripTransparent(Await->getOperand()))
                : nullptr;
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (!Callee || Callee->getCanonicalDecl() != F.getCanonicalDecl()) {
        KeepsAwait = true;
        continue;
      }
      Edited = true;
      if (!editAwait(*Await))
        return false;
      const Expr *Named = Call->getCallee()->IgnoreParenImpCasts();
      if (const auto *Member = dyn_cast<MemberExpr>(Named))
        Places.erase(Member->getMemberLoc());
      else if (const auto *Ref = dyn_cast<DeclRefExpr>(Named))
        Places.erase(Ref->getLocation());
    }
    return !Edited || KeepsAwait || !ReturnReader::in(*Caller.Body).empty();
  }

  bool editAwait(const CoawaitExpr &Await) {
    SourceLocation Keyword = Await.getKeywordLoc();
    if (Keyword.isMacroID())
      return false;
    std::optional<Token> Next =
        Lexer::findNextToken(Keyword, SM, Ctx.getLangOpts());
    return Next &&
           replace(CharSourceRange::getCharRange(Keyword, Next->getLocation()),
                   "");
  }

  const CodeBody &Body;
  const FunctionDecl &F;
  const AsyncModel &Model;
  ASTContext &Ctx;
  const SourceManager &SM;
  Fix Result;
};

} // namespace

std::optional<Fix> planPlainFunction(const CodeBody &Body,
                                     const AsyncModel &Model) {
  return Planner(Body, Model).plan();
}

} // namespace cotidy
