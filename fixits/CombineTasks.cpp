#include "fixits/CombineTasks.h"
#include "fixits/AwaitPlace.h"
#include "fixits/BlockingCallFix.h"
#include "fixits/HeaderInsertion.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

StringRef textOf(SourceRange Range, const ASTContext &Ctx) {
  return Lexer::getSourceText(CharSourceRange::getTokenRange(Range),
                              Ctx.getSourceManager(), Ctx.getLangOpts());
}

/// The variable that \p S declares and initialises with the value of \p Await,
/// in the type of that value; null for anything else.
const VarDecl *variableOf(const Stmt &S, const CoawaitExpr &Await) {
  const auto *Declaration = dyn_cast<DeclStmt>(&S);
  const auto *Var = Declaration && Declaration->isSingleDecl()
                        ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                        : nullptr;
  if (!Var || Var->hasAttrs() || !Var->getInit() ||
      Var->getInit()->IgnoreImplicit() != &Await ||
      S.getBeginLoc().isMacroID() || S.getEndLoc().isMacroID())
    return nullptr;
  QualType Type = Var->getType();
  return !Type->isReferenceType() &&
                 Var->getASTContext().hasSameUnqualifiedType(Type,
                                                             Await.getType())
             ? Var
             : nullptr;
}

/// Whether only white space stands between \p First and \p Second.
bool areAdjacent(const Stmt &First, const Stmt &Second, const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation End =
      Lexer::getLocForEndOfToken(First.getEndLoc(), 0, SM, Ctx.getLangOpts());
  return End.isValid() && Lexer::getSourceText(CharSourceRange::getCharRange(
                                                   End, Second.getBeginLoc()),
                                               SM, Ctx.getLangOpts())
                              .trim()
                              .empty();
}

} // namespace

std::optional<Fix> planGather(llvm::ArrayRef<const Stmt *> Statements,
                              llvm::ArrayRef<const CoawaitExpr *> Awaits,
                              const CodeBody &Body, const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  llvm::SmallVector<const FixTarget *, 3> Targets = targetsFor(Body, Model);
  const FixTarget *const *Found = llvm::find_if(
      Targets, [](const FixTarget *T) { return T->Gather.has_value(); });
  if (Found == Targets.end() || isInstantiated(Body))
    return std::nullopt;
  const FixTarget &Target = **Found;
  std::string Names, Tasks;
  bool Constant = false;
  for (const auto &[Index, Await] : llvm::enumerate(Awaits)) {
    const Stmt &S = *Statements[Index];
    const VarDecl *Var = variableOf(S, *Await);
    const Expr &Operand = *Await->getOperand()->IgnoreImplicit();
    if (!Var || !isTaskOf(Target, Operand.getType()) ||
        !placeAllowsAwait(Operand, Body))
      return std::nullopt;
    if (Index > 0 && (Var->getType().isConstQualified() != Constant ||
                      !areAdjacent(*Statements[Index - 1], S, Ctx)))
      return std::nullopt;
    Constant = Var->getType().isConstQualified();
    llvm::StringRef Separator = Index ? ", " : "";
    Names += (Separator + Var->getName()).str();
    Tasks += (Separator + textOf(Operand.getSourceRange(), Ctx)).str();
  }
  std::string Text = Target.Gather->Text;
  constexpr llvm::StringLiteral Hole = "{}";
  Text.replace(Text.find(Hole), Hole.size(), Tasks);
  Fix F;
  F.Title = Target.Gather->Title;
  F.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getTokenRange(Statements.front()->getBeginLoc(),
                                     Statements.back()->getEndLoc()),
      std::string(Constant ? "const " : "") + "auto [" + Names + "] = " + Text +
          ";"));
  addHeaders(F, Statements.front()->getBeginLoc(), Target.Gather->Headers,
             Target.Umbrellas, Ctx.getSourceManager());
  return F;
}

std::optional<Fix> planTimeLimit(llvm::ArrayRef<const BodyCall *> Calls,
                                 const CodeBody &Body,
                                 const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  llvm::SmallVector<const FixTarget *, 3> Targets = targetsFor(Body, Model);
  const FixTarget *const *Found = llvm::find_if(
      Targets, [](const FixTarget *T) { return T->TimeLimit.has_value(); });
  if (Found == Targets.end() || isInstantiated(Body))
    return std::nullopt;
  const FixTarget &Target = **Found;
  auto [Before, After] = StringRef(Target.TimeLimit->Text).split("{}");
  Fix F;
  F.Title = Target.TimeLimit->Title;
  for (const BodyCall *Call : Calls) {
    const Expr *Operand = Call->Site.E;
    if (!Operand || !Call->Awaited || !isTaskOf(Target, Operand->getType()) ||
        !placeAllowsAwait(*Operand, Body))
      return std::nullopt;
    F.Edits.push_back(
        FixItHint::CreateInsertion(Operand->getBeginLoc(), Before));
    F.Edits.push_back(FixItHint::CreateInsertion(
        Lexer::getLocForEndOfToken(Operand->getEndLoc(), 0,
                                   Ctx.getSourceManager(), Ctx.getLangOpts()),
        After));
  }
  addHeaders(F, Calls.front()->Site.E->getBeginLoc(), Target.TimeLimit->Headers,
             Target.Umbrellas, Ctx.getSourceManager());
  return F;
}

} // namespace cotidy
