#include "fixits/InsertAwait.h"
#include "fixits/AwaitPlace.h"
#include "fixits/TextParts.h"
#include "model/code/Coroutine.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

namespace {

bool canAwaitHere(const Expr &Operand, const CodeBody &Body,
                  const Awaitables &Types) {
  if (Body.Kind != BodyKind::Coroutine || Body.Dependent)
    return false;
  const CXXRecordDecl *Promise = promiseOf(*Body.Function);
  return Promise &&
         Types.canAwait(*Promise, Body.Function->getReturnType(),
                        Operand.getType()) &&
         placeAllowsAwait(Operand, Body);
}

Fix makeFix(const CodeBody &Body) {
  Fix Result;
  Result.Title = "insert 'co_await'";
  Result.Level = Applicability::Safe;
  // What this instantiation can await, another one may not.
  if (isInstantiated(Body))
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

/// Whether \p Call is given nothing but what it waits for: the object of a
/// member function, else the only argument.
static bool waitsForNothingElse(const CallExpr &Call) {
  unsigned Written = llvm::count_if(Call.arguments(), [](const Expr *Argument) {
    return !isa<CXXDefaultArgExpr>(Argument);
  });
  if (isa<CXXMemberCallExpr>(Call))
    return Written == 0;
  // The object of a function object's call operator is an argument too.
  return Written == (isa<CXXOperatorCallExpr>(Call) ? 2U : 1U);
}

/// The type of `co_await` on a value of type \p Operand. Where the awaiter's
/// type is deduced and nobody has asked for it yet, a task's only type argument
/// tells.
static QualType valueOf(QualType Operand, const Awaitables &Types) {
  QualType Declared = Types.awaitedType(Operand);
  if (!Declared.isNull())
    return Declared;
  const auto *Task = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Operand.getNonReferenceType()->getAsCXXRecordDecl());
  if (!Task || Task->getTemplateArgs().size() != 1 ||
      Task->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return {};
  return Task->getTemplateArgs()[0].getAsType();
}

static bool isWholeStatement(const Expr &E, const CodeBody &Body) {
  const Stmt *P = Body.parents().getParent(&E);
  while (isa_and_nonnull<ExprWithCleanups, CXXBindTemporaryExpr>(P))
    P = Body.parents().getParent(P);
  return isa_and_nonnull<CompoundStmt>(P);
}

std::optional<Fix> planAwaitInstead(const Expr &Wait, const Expr &Operand,
                                    const CodeBody &Body,
                                    const Awaitables &Types, ASTContext &Ctx) {
  const auto *Call = dyn_cast<CallExpr>(&Wait);
  bool Temporary =
      isa<MaterializeTemporaryExpr>(Operand) || !Operand.isLValue();
  if (!Call || !Temporary || !waitsForNothingElse(*Call) ||
      isFromMacro(Wait.getSourceRange()) || !canAwaitHere(Operand, Body, Types))
    return std::nullopt;
  if (!isWholeStatement(Wait, Body)) {
    QualType Awaited = valueOf(Operand.getType(), Types);
    if (Awaited.isNull() ||
        !Ctx.hasSameUnqualifiedType(Awaited.getNonReferenceType(),
                                    Wait.getType().getNonReferenceType()))
      return std::nullopt;
  }

  Fix Result = makeFix(Body);
  Result.Title = "await it with 'co_await' instead";
  std::string Before = "co_await ", After;
  if (bindsWeaker(Operand)) {
    Before += "(";
    After = ")";
  }
  if (isPostfixBase(Wait, Body)) {
    Before = "(" + Before;
    After += ")";
  }
  SourceLocation BehindOperand = Lexer::getLocForEndOfToken(
      Operand.getEndLoc(), 0, Ctx.getSourceManager(), Ctx.getLangOpts());
  SourceLocation BehindWait = Lexer::getLocForEndOfToken(
      Wait.getEndLoc(), 0, Ctx.getSourceManager(), Ctx.getLangOpts());
  if (Wait.getBeginLoc() == Operand.getBeginLoc())
    Result.Edits.push_back(
        FixItHint::CreateInsertion(Wait.getBeginLoc(), Before));
  else
    Result.Edits.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(Wait.getBeginLoc(),
                                      Operand.getBeginLoc()),
        Before));
  Result.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(BehindOperand, BehindWait), After));
  return Result;
}

} // namespace cotidy
