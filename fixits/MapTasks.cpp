#include "fixits/MapTasks.h"
#include "fixits/AwaitPlace.h"
#include "fixits/HeaderInsertion.h"
#include "fixits/TargetChoice.h"
#include "fixits/TextParts.h"
#include "model/code/LoopExit.h"
#include "model/code/Mentions.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether \p S makes an object that ends with its full-expression.
class Temporaries final : public ConstDynamicRecursiveASTVisitor {
public:
  bool Found = false;
  bool
  VisitMaterializeTemporaryExpr(const MaterializeTemporaryExpr *) override {
    return !(Found = true);
  }
  bool VisitCXXDefaultArgExpr(const CXXDefaultArgExpr *) override {
    return !(Found = true);
  }
};

bool isInside(const Stmt &S, const Stmt &Outer, const CodeBody &Body) {
  for (const Stmt *P = &S; P; P = Body.parents().getParent(P))
    if (P == &Outer)
      return true;
  return false;
}

/// Whether \p Var is named below \p S in another place than \p Await.
bool isNamedOutside(const VarDecl &Var, const Stmt &S, const Expr &Await) {
  auto Count = [&](const Stmt &Where) {
    unsigned N = 0;
    forEachMention(Where, [&](const Mention &M) { N += M.Named == &Var; });
    return N;
  };
  return Count(S) != Count(Await);
}

/// What the loop variable \p Element refers to, or is a copy of.
const Expr *elementIn(const VarDecl &Element) {
  const Expr *Init =
      Element.getInit() ? Element.getInit()->IgnoreImplicit() : nullptr;
  const auto *Copy = dyn_cast_or_null<CXXConstructExpr>(Init);
  return Copy && Copy->getNumArgs() == 1 &&
                 Copy->getConstructor()->isCopyConstructor()
             ? Copy->getArg(0)->IgnoreImplicit()
             : Init;
}

/// The function that makes the task of an element.
std::optional<std::string>
functionText(const VarDecl &Element, const Expr &Task, const ASTContext &Ctx) {
  SourceRange Declared(Element.getBeginLoc(), Element.getLocation());
  if (isFromMacro(Declared) ||
      holdsComment(CharSourceRange::getTokenRange(Declared), Ctx))
    return std::nullopt;
  std::string Parameter = Element.getType()->isReferenceType()
                              ? textOf(Declared, Ctx).str()
                              : ("const auto &" + Element.getName()).str();
  std::string Call = textOf(Task.getSourceRange(), Ctx).str();
  Temporaries Made;
  Made.TraverseStmt(&Task);
  // A temporary must live until the task has ended.
  return Made.Found
             ? "[&](" + Parameter + ") -> " + typeText(Task.getType(), Ctx) +
                   " { co_return co_await " + Call + "; }"
             : "[&](" + Parameter + ") { return " + Call + "; }";
}

} // namespace

std::optional<Fix> planMapLoop(const Stmt &Loop, const CoawaitExpr &Await,
                               const CodeBody &Body, const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  const FixTarget *Target = targetWith(
      Body, Model, [](const FixTarget &T) { return T.Map.has_value(); });
  const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop);
  if (!Target || !Range || Range->getInit() || isInstantiated(Body))
    return std::nullopt;
  const VarDecl &Element = *Range->getLoopVariable();
  const Expr &Task = *Await.getOperand()->IgnoreImplicit();
  const Expr *Elements = Range->getRangeInit()->IgnoreImplicit();
  const Expr *Each = elementIn(Element);
  if (isa<DecompositionDecl>(Element) || !isa<CallExpr>(Task) || !Each ||
      !Elements->isLValue() || !isTaskOf(*Target, Task.getType()) ||
      !placeAllowsAwait(Await, Body) || isFromMacro(Task.getSourceRange()) ||
      isFromMacro(Elements->getSourceRange()) ||
      isFromMacro({Loop.getBeginLoc(), Range->getRParenLoc()}) ||
      isNamedOutside(Element, *Range->getBody(), Await))
    return std::nullopt;
  // What `*begin` makes anew, or the element is converted to, would be gone
  // before the task has run.
  if (!Each->isGLValue() ||
      !Ctx.hasSameUnqualifiedType(Element.getType().getNonReferenceType(),
                                  Each->getType()))
    return std::nullopt;
  unsigned Awaits = llvm::count_if(Body.Suspensions, [&](const Expr *E) {
    return isInside(*E, Loop, Body);
  });
  std::string Result = (Element.getName() + "_result").str();
  std::optional<std::string> Function = functionText(Element, Task, Ctx);
  if (Awaits != 1 || !Function || standsIn(Result, Body, Ctx))
    return std::nullopt;
  std::string Mapped = Target->Map->Text;
  fill(Mapped, "{range}", textOf(Elements->getSourceRange(), Ctx));
  fill(Mapped, "{function}", *Function);
  const SourceManager &SM = Ctx.getSourceManager();
  Fix F;
  F.Title = Target->Map->Title;
  F.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getTokenRange(Loop.getBeginLoc(), Range->getRParenLoc()),
      "for (auto &&" + Result + " : " + Mapped + ")"));
  F.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getTokenRange(Await.getSourceRange()),
      Await.getType()->isScalarType() ? Result : "std::move(" + Result + ")"));
  addHeaders(F, Loop.getBeginLoc(), Target->Map->Headers, Target->Umbrellas,
             SM);
  return F;
}

std::optional<Fix> planBoundedSpawn(const Stmt &Loop, const Expr &Task,
                                    const CodeBody &Body,
                                    const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  const FixTarget *Target = targetWith(
      Body, Model, [](const FixTarget &T) { return T.Bounded.has_value(); });
  if (!Target || isInstantiated(Body) || !isa<CallExpr>(Task) ||
      !isTaskOf(*Target, Task.getType()) || !placeAllowsAwait(Task, Body))
    return std::nullopt;
  QualType Value = Model.awaitables().valueOf(Task.getType());
  // The variable is declared before all loops.
  const Stmt *Outermost = nullptr;
  for (const Stmt *S = &Loop; S && S != Body.Body;
       S = Body.parents().getParent(S))
    if (isLoop(S))
      Outermost = S;
  constexpr llvm::StringLiteral Name = "slots";
  if (Value.isNull() || !Value->isVoidType() || !Outermost ||
      Outermost->getBeginLoc().isMacroID() ||
      !isa_and_nonnull<CompoundStmt>(Body.parents().getParent(Outermost)) ||
      standsIn(Name, Body, Ctx))
    return std::nullopt;
  const SourceManager &SM = Ctx.getSourceManager();
  std::string Declaration = Target->Bounded->Before,
              Around = Target->Bounded->Text;
  fill(Declaration, "{name}", Name);
  fill(Around, "{name}", Name);
  // The last hole is the task's: the text has braces of its own.
  auto [Before, After] = StringRef(Around).rsplit("{}");
  Fix F;
  F.Title = Target->Bounded->Title;
  F.Edits.push_back(FixItHint::CreateInsertion(
      Outermost->getBeginLoc(),
      (Declaration + "\n" +
       Lexer::getIndentationForLine(Outermost->getBeginLoc(), SM))
          .str()));
  F.Edits.push_back(FixItHint::CreateInsertion(Task.getBeginLoc(), Before));
  F.Edits.push_back(FixItHint::CreateInsertion(
      Lexer::getLocForEndOfToken(Task.getEndLoc(), 0, SM, Ctx.getLangOpts()),
      After));
  addHeaders(F, Loop.getBeginLoc(), Target->Bounded->Headers, Target->Umbrellas,
             SM);
  return F;
}

} // namespace cotidy
