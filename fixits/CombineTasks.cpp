#include "fixits/CombineTasks.h"
#include "fixits/AwaitPlace.h"
#include "fixits/HeaderInsertion.h"
#include "fixits/StatementEnd.h"
#include "fixits/TargetChoice.h"
#include "fixits/TextParts.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

/// How a statement keeps the value of an await.
struct Kept {
  std::string Name;             ///< of the variable, or what is assigned to
  const VarDecl *Var = nullptr; ///< that is declared; null for an assignment
  bool isConstant() const { return Var && Var->getType().isConstQualified(); }
};

/// How \p S keeps the value of \p Await in an object of the very type of that
/// value, and does nothing else.
std::optional<Kept> keptBy(const Stmt &S, const CoawaitExpr &Await,
                           const ASTContext &Ctx) {
  if (isFromMacro(S.getSourceRange()))
    return std::nullopt;
  Kept Result;
  QualType Type;
  const Expr *Value = nullptr;
  if (const auto *Declaration = dyn_cast<DeclStmt>(&S)) {
    Result.Var = Declaration->isSingleDecl()
                     ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                     : nullptr;
    if (!Result.Var || Result.Var->hasAttrs() ||
        Result.Var->getType()->isReferenceType())
      return std::nullopt;
    Value = Result.Var->getInit();
    Type = Result.Var->getType();
    Result.Name = Result.Var->getName();
  } else if (const auto *E = dyn_cast<Expr>(&S)) {
    const Expr *To = nullptr, *Whole = E->IgnoreImplicit();
    if (const auto *Built = dyn_cast<BinaryOperator>(Whole);
        Built && Built->getOpcode() == BO_Assign) {
      To = Built->getLHS();
      Value = Built->getRHS();
    } else if (const auto *Written = dyn_cast<CXXOperatorCallExpr>(Whole);
               Written && Written->getOperator() == OO_Equal) {
      To = Written->getArg(0);
      Value = Written->getArg(1);
    }
    // What leads to the object must not run before the awaits.
    const auto *Member = dyn_cast_or_null<MemberExpr>(To);
    if (!To || To->refersToBitField() ||
        !(isa<DeclRefExpr>(To) ||
          (Member && (isa<CXXThisExpr, DeclRefExpr>(
                         Member->getBase()->IgnoreImplicit())))))
      return std::nullopt;
    Type = To->getType();
    Result.Name = textOf(To->getSourceRange(), Ctx);
  }
  if (!Value || Value->IgnoreImplicit() != &Await ||
      Type.isVolatileQualified() ||
      !Ctx.hasSameUnqualifiedType(Type, Await.getType()))
    return std::nullopt;
  return Result;
}

/// Whether only white space stands between \p First and \p Second.
bool areAdjacent(const Stmt &First, const Stmt &Second, const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation End = behindStatement(First, SM, Ctx.getLangOpts());
  return End.isValid() && Lexer::getSourceText(CharSourceRange::getCharRange(
                                                   End, Second.getBeginLoc()),
                                               SM, Ctx.getLangOpts())
                              .trim()
                              .empty();
}

/// Whether \p S has a comment outside of \p Operand.
bool hasCommentAround(const Expr &Operand, const Stmt &S,
                      const ASTContext &Ctx) {
  SourceLocation Behind = Lexer::getLocForEndOfToken(
      Operand.getEndLoc(), 0, Ctx.getSourceManager(), Ctx.getLangOpts());
  return holdsComment(CharSourceRange::getCharRange(S.getBeginLoc(),
                                                    Operand.getBeginLoc()),
                      Ctx) ||
         (Behind !=
              behindStatement(S, Ctx.getSourceManager(), Ctx.getLangOpts()) &&
          holdsComment(CharSourceRange::getTokenRange(Behind, S.getEndLoc()),
                       Ctx));
}

/// Whether \p Body, or what is around it, uses the names of \p Namespace.
bool usesNamespace(const CodeBody &Body, StringRef Namespace) {
  auto Names = [&](const UsingDirectiveDecl *Using) {
    return Using &&
           Using->getNominatedNamespace()->getQualifiedNameAsString() ==
               Namespace;
  };
  // The directives of a block are no part of its function's names.
  for (const CodeBody *Around = &Body; Around; Around = Around->Parent)
    for (const Stmt *S : Around->Body->children())
      if (const auto *Declaration = dyn_cast_or_null<DeclStmt>(S))
        for (const Decl *D : Declaration->decls())
          if (Names(dyn_cast<UsingDirectiveDecl>(D)))
            return true;
  for (const DeclContext *Scope = Body.Function; Scope;
       Scope = Scope->getParent())
    if (llvm::any_of(Scope->using_directives(), Names))
      return true;
  return false;
}

} // namespace

std::optional<Fix> planGather(llvm::ArrayRef<const Stmt *> Statements,
                              llvm::ArrayRef<const CoawaitExpr *> Awaits,
                              const CodeBody &Body, const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  const FixTarget *Found = targetWith(
      Body, Model, [](const FixTarget &T) { return T.Gather.has_value(); });
  if (!Found || isInstantiated(Body))
    return std::nullopt;
  const FixTarget &Target = *Found;
  std::string Names, Tasks;
  std::optional<Kept> First;
  for (const auto &[Index, Await] : llvm::enumerate(Awaits)) {
    const Stmt &S = *Statements[Index];
    std::optional<Kept> Each = keptBy(S, *Await, Ctx);
    const Expr &Operand = *Await->getOperand()->IgnoreImplicit();
    if (!Each || !isTaskOf(Target, Operand.getType()) ||
        !placeAllowsAwait(Operand, Body) || hasCommentAround(Operand, S, Ctx))
      return std::nullopt;
    if (First && (!Each->Var != !First->Var ||
                  Each->isConstant() != First->isConstant() ||
                  !areAdjacent(*Statements[Index - 1], S, Ctx)))
      return std::nullopt;
    if (First) {
      Names += ", ";
      Tasks += Target.Gather->Separator;
    }
    Names += Each->Name;
    Tasks += textOf(Operand.getSourceRange(), Ctx);
    if (!First)
      First = std::move(Each);
  }
  std::string Text = Target.Gather->Text;
  fill(Text, "{}", Tasks);
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation Begin = Statements.front()->getBeginLoc(),
                 Behind =
                     behindStatement(*Statements.back(), SM, Ctx.getLangOpts());
  if (Behind.isInvalid())
    return std::nullopt;
  std::string Together =
      First->Var
          ? (First->isConstant() ? "const auto [" : "auto [") + Names + "]"
          : "std::tie(" + Names + ")";
  Fix F;
  F.Title = Target.Gather->Title;
  if (StringRef Namespace = Target.Gather->Namespace;
      !Namespace.empty() && !usesNamespace(Body, Namespace)) {
    // At one place for the whole function: of two fixes that both want it, the
    // second one is made when it is there.
    const auto *Block = dyn_cast<CompoundStmt>(Body.Body);
    if (!Block || Block->getLBracLoc().isMacroID())
      return std::nullopt;
    F.Edits.push_back(
        insertFirst(*Block, ("using namespace " + Namespace + ";").str(), Ctx));
  }
  F.Edits.push_back(
      FixItHint::CreateReplacement(CharSourceRange::getCharRange(Begin, Behind),
                                   Together + " = " + Text + ";"));
  addHeaders(F, Begin, Target.Gather->Headers, Target.Umbrellas, SM);
  if (!First->Var)
    addHeaders(F, Begin, {"tuple"}, {}, SM);
  return F;
}

/// What a time limit of \p Target stands around: the task that \p Call makes,
/// or its completion token. Null if it has none.
static const Expr *limitedPart(const BodyCall &Call, const FixTarget &Target,
                               const CodeBody &Body, const AsyncModel &Model) {
  const Expr *Operand = Call.Site.E;
  if (!Operand || !Call.Awaited)
    return nullptr;
  if (!Target.TimeLimit->AroundToken)
    return isTaskOf(Target, Operand->getType()) &&
                   placeAllowsAwait(*Operand, Body)
               ? Operand
               : nullptr;
  llvm::ArrayRef<const Expr *> Written = Call.Site.Args;
  while (!Written.empty() && isa<CXXDefaultArgExpr>(Written.back()))
    Written = Written.drop_back();
  if (Written.empty())
    return nullptr;
  ArgumentCondition IsToken{ArgumentCondition::CompletionToken,
                            static_cast<int>(Written.size()) - 1};
  return Model.catalogue().anyHolds(IsToken, Call.Site, Model.context()) &&
                 !Written.back()->getBeginLoc().isMacroID() &&
                 !Written.back()->getEndLoc().isMacroID()
             ? Written.back()
             : nullptr;
}

std::optional<Fix> planTimeLimit(llvm::ArrayRef<const BodyCall *> Calls,
                                 const CodeBody &Body,
                                 const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  const FixTarget *Found = targetWith(
      Body, Model, [](const FixTarget &T) { return T.TimeLimit.has_value(); });
  if (!Found)
    return std::nullopt;
  const FixTarget &Target = *Found;
  auto [Before, After] = StringRef(Target.TimeLimit->Text).split("{}");
  Fix F;
  F.Title = Target.TimeLimit->Title;
  for (const BodyCall *Call : Calls) {
    const Expr *Part = limitedPart(*Call, Target, Body, Model);
    if (!Part)
      return std::nullopt;
    F.Edits.push_back(FixItHint::CreateInsertion(Part->getBeginLoc(), Before));
    F.Edits.push_back(FixItHint::CreateInsertion(
        Lexer::getLocForEndOfToken(Part->getEndLoc(), 0, Ctx.getSourceManager(),
                                   Ctx.getLangOpts()),
        After));
  }
  addHeaders(F, Calls.front()->Site.E->getBeginLoc(), Target.TimeLimit->Headers,
             Target.Umbrellas, Ctx.getSourceManager());
  return F;
}

} // namespace cotidy
