#include "fixits/SpawnTask.h"
#include "fixits/TextParts.h"
#include "model/code/Coroutine.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

/// Whether a declaration called \p Name can be found from the outermost
/// namespace.
static bool isDeclared(StringRef Name, ASTContext &Ctx) {
  const DeclContext *Scope = Ctx.getTranslationUnitDecl();
  while (true) {
    auto [First, Rest] = Name.split("::");
    const NamedDecl *Found = nullptr;
    for (const NamedDecl *D : Scope->lookup(&Ctx.Idents.get(First)))
      Found = D->getUnderlyingDecl();
    // A function object may stand in a namespace that is used there.
    if (!Found)
      for (const UsingDirectiveDecl *Using : Scope->using_directives())
        for (const NamedDecl *D :
             Using->getNominatedNamespace()->lookup(&Ctx.Idents.get(First)))
          Found = D->getUnderlyingDecl();
    if (!Found || Rest.empty())
      return Found;
    if (const auto *Alias = dyn_cast<NamespaceAliasDecl>(Found))
      Found = Alias->getNamespace();
    Scope = dyn_cast<DeclContext>(Found);
    if (!Scope)
      return false;
    Name = Rest;
  }
}

/// Whether the await that the fix may hold can stand where \p Task does, and
/// \p Task is all of its statement.
static const Stmt *wholeStatement(const Expr &Task, const CodeBody &Body) {
  const Stmt *Whole = &Task;
  const Stmt *P = Body.parents().getParent(Whole);
  while (
      isa_and_nonnull<ImplicitCastExpr, MaterializeTemporaryExpr,
                      CXXBindTemporaryExpr, ExprWithCleanups, CXXConstructExpr>(
          P)) {
    Whole = P;
    P = Body.parents().getParent(P);
  }
  if (const auto *Declaration = dyn_cast_or_null<DeclStmt>(P)) {
    if (!Declaration->isSingleDecl())
      return nullptr;
    Whole = Declaration;
    P = Body.parents().getParent(P);
  }
  if (!isa_and_nonnull<CompoundStmt>(P))
    return nullptr;
  for (; P && P != Body.Body; P = Body.parents().getParent(P))
    if (isa<CXXCatchStmt, LambdaExpr, StmtExpr>(P))
      return nullptr;
  return P ? Whole : nullptr;
}

std::optional<Fix> planSpawn(const Expr &Task, const VarDecl *Var,
                             const AwaitableType &Type, const CodeBody &Body,
                             ASTContext &Ctx) {
  if (!Type.Known || Type.Known->Spawn.empty() ||
      Body.Kind != BodyKind::Coroutine || Body.Dependent ||
      isFromMacro(Task.getSourceRange()) ||
      (Var && Var->getInitStyle() != VarDecl::CInit))
    return std::nullopt;
  const Stmt *Whole = wholeStatement(Task, Body);
  if (!Whole || isa<DeclStmt>(Whole) != (Var != nullptr) ||
      Whole->getBeginLoc().isMacroID() || !promiseOf(*Body.Function))
    return std::nullopt;
  for (const std::string &Name : Type.Known->SpawnNeeds)
    if (!isDeclared(Name, Ctx))
      return std::nullopt;

  auto [Before, After] = StringRef(Type.Known->Spawn).split("{}");
  SourceLocation Begin = Task.getBeginLoc(), From = Whole->getBeginLoc();
  SourceLocation Behind = Lexer::getLocForEndOfToken(
      Task.getEndLoc(), 0, Ctx.getSourceManager(), Ctx.getLangOpts());
  Fix Result;
  Result.Title = "let it run on its own";
  Result.Level = Applicability::Unsafe;
  if (From == Begin && !Before.empty())
    Result.Edits.push_back(FixItHint::CreateInsertion(Begin, Before));
  else if (From != Begin)
    Result.Edits.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(From, Begin), Before));
  if (!After.empty())
    Result.Edits.push_back(FixItHint::CreateInsertion(Behind, After));
  return Result;
}

} // namespace cotidy
