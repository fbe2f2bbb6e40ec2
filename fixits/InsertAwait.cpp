#include "fixits/InsertAwait.h"
#include "model/Coroutine.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether an await may stand where \p Operand stands.
bool placeAllowsAwait(const Expr &Operand, const CodeBody &Body) {
  for (const Stmt *S = &Operand; S != Body.Body;
       S = Body.parents().getParent(S)) {
    if (!S || isa<CXXCatchStmt, LambdaExpr, StmtExpr>(S))
      return false;
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D);
            Var && !Var->hasLocalStorage())
          return false;
  }
  return true;
}

bool canAwaitHere(const Expr &Operand, const CodeBody &Body,
                  const Awaitables &Types) {
  if (Body.Kind != BodyKind::Coroutine || Body.Dependent ||
      Operand.getBeginLoc().isMacroID() || Operand.getEndLoc().isMacroID())
    return false;
  const CXXRecordDecl *Promise = promiseOf(*Body.Function);
  return Promise &&
         Types.canAwait(*Promise, Body.Function->getReturnType(),
                        Operand.getType()) &&
         placeAllowsAwait(Operand, Body);
}

/// Whether `co_await` before \p E would take only its first part as operand.
bool bindsWeaker(const Expr &E) {
  const Expr *Inner = E.IgnoreImplicit();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Inner))
    return Operator->isInfixBinaryOp();
  return isa<BinaryOperator, AbstractConditionalOperator,
             CXXRewrittenBinaryOperator>(Inner);
}

/// Whether the value of \p E is the object, callee or base of a postfix
/// expression, which binds tighter than `co_await`.
bool isPostfixBase(const Expr &E, const CodeBody &Body) {
  const Expr *Child = &E;
  const Stmt *P = Body.parents().getParent(Child);
  while (isa_and_nonnull<ImplicitCastExpr, MaterializeTemporaryExpr,
                         CXXBindTemporaryExpr>(P)) {
    Child = cast<Expr>(P);
    P = Body.parents().getParent(P);
  }
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(P))
    return Operator->getArg(0) == Child &&
           (Operator->getOperator() == OO_Call ||
            Operator->getOperator() == OO_Subscript ||
            Operator->getOperator() == OO_Arrow);
  if (const auto *Call = dyn_cast_or_null<CallExpr>(P))
    return Call->getCallee() == Child;
  return isa_and_nonnull<MemberExpr, ArraySubscriptExpr>(P);
}

Fix makeFix(const CodeBody &Body) {
  Fix Result;
  Result.Title = "insert 'co_await'";
  Result.Level = Applicability::Safe;
  // What this instantiation can await, another one may not.
  for (const CodeBody *Around = &Body; Around; Around = Around->Parent)
    if (Around->Function->isTemplateInstantiation())
      Result.Level = Applicability::Unsafe;
  return Result;
}

/// Puts `co_await` before \p Operand, in the place of what stands between
/// \p From and it.
void awaitFrom(Fix &Result, SourceLocation From, const Expr &Operand,
               const CodeBody &Body, const ASTContext &Ctx) {
  std::string Before = "co_await ", After;
  if (bindsWeaker(Operand)) {
    Before += "(";
    After = ")";
  }
  if (isPostfixBase(Operand, Body)) {
    Before = "(" + Before;
    After += ")";
  }
  SourceLocation Begin = Operand.getBeginLoc();
  Result.Edits.push_back(
      From == Begin ? FixItHint::CreateInsertion(Begin, Before)
                    : FixItHint::CreateReplacement(
                          CharSourceRange::getCharRange(From, Begin), Before));
  if (!After.empty())
    Result.Edits.push_back(FixItHint::CreateInsertion(
        Lexer::getLocForEndOfToken(Operand.getEndLoc(), 0,
                                   Ctx.getSourceManager(), Ctx.getLangOpts()),
        After));
}

} // namespace

/// Whether \p Operand is assigned to something, `std::ignore` for instance: an
/// await without a value cannot be.
static bool isAssigned(const Expr &Operand, const CodeBody &Body) {
  const Stmt *P = Body.parents().getParent(&Operand);
  while (isa_and_nonnull<ImplicitCastExpr, MaterializeTemporaryExpr,
                         CXXBindTemporaryExpr, ParenExpr>(P))
    P = Body.parents().getParent(P);
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(P);
  return Operator && Operator->isAssignmentOp();
}

std::optional<Fix> planInsertAwait(const Expr &Operand, const CodeBody &Body,
                                   const Awaitables &Types, ASTContext &Ctx) {
  if (!canAwaitHere(Operand, Body, Types))
    return std::nullopt;
  if (isAssigned(Operand, Body)) {
    QualType Value = Types.awaitedType(Operand.getType());
    if (Value.isNull() || Value->isVoidType())
      return std::nullopt;
  }
  Fix Result = makeFix(Body);
  awaitFrom(Result, Operand.getBeginLoc(), Operand, Body, Ctx);
  return Result;
}

std::optional<Fix> planAwaitedVariable(const VarDecl &Var, const Expr &Operand,
                                       const CodeBody &Body,
                                       const Awaitables &Types,
                                       ASTContext &Ctx) {
  if (!canAwaitHere(Operand, Body, Types) ||
      Var.getInitStyle() != VarDecl::CInit || Var.getBeginLoc().isMacroID() ||
      Var.getLocation().isMacroID())
    return std::nullopt;
  const Stmt *P = Body.parents().getParent(&Operand);
  while (isa_and_nonnull<Expr>(P))
    P = Body.parents().getParent(P);
  const auto *Declaration = dyn_cast_or_null<DeclStmt>(P);
  if (!Declaration || !Declaration->isSingleDecl() ||
      !isa_and_nonnull<CompoundStmt>(Body.parents().getParent(Declaration)))
    return std::nullopt;

  Fix Result = makeFix(Body);
  QualType Value = Types.awaitedType(Operand.getType());
  QualType Written = Var.getTypeSourceInfo()->getType();
  const AutoType *Deduced = Written->getContainedAutoType();
  bool TakesAnyValue =
      Deduced && !Deduced->isConstrained() && !Written->isPointerType();
  bool KeepsVariable = TakesAnyValue && !Value.isNull() && !Value->isVoidType();
  awaitFrom(Result,
            KeepsVariable ? Operand.getBeginLoc() : Declaration->getBeginLoc(),
            Operand, Body, Ctx);
  return Result;
}

} // namespace cotidy
