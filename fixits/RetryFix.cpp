#include "fixits/RetryFix.h"
#include "fixits/AwaitPlace.h"
#include "fixits/HeaderInsertion.h"
#include "fixits/TargetChoice.h"
#include "fixits/TextParts.h"
#include "model/code/LoopExit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

/// The ways out of a statement that are written, but for its end.
class Exits final : public ConstDynamicRecursiveASTVisitor {
public:
  explicit Exits(const VarDecl *Counter) : Counter(Counter) {}

  unsigned Count = 0;
  unsigned Rounds = 0; ///< those that begin another round
  bool NamesCounter = false;

  bool TraverseLambdaExpr(const LambdaExpr *) override {
    // It may name the counter, and return.
    ++Count;
    return true;
  }
  bool VisitCoreturnStmt(const CoreturnStmt *) override { return found(); }
  bool VisitReturnStmt(const ReturnStmt *) override { return found(); }
  bool VisitBreakStmt(const BreakStmt *) override { return found(); }
  bool VisitContinueStmt(const ContinueStmt *) override {
    ++Rounds;
    return found();
  }
  bool VisitCXXThrowExpr(const CXXThrowExpr *) override { return found(); }
  bool VisitGotoStmt(const GotoStmt *) override { return found(); }
  bool VisitDeclRefExpr(const DeclRefExpr *E) override {
    NamesCounter |= E->getDecl() == Counter;
    return true;
  }

private:
  bool found() {
    ++Count;
    return true;
  }
  const VarDecl *Counter;
};

/// How often a loop goes round; the text is empty where nothing limits it.
struct Rounds {
  std::string Text;
  const VarDecl *Counter = nullptr;
};

bool isConstantTrue(const Expr *Condition, const ASTContext &Ctx) {
  bool Value = false;
  return !Condition ||
         (!Condition->isValueDependent() &&
          Condition->EvaluateAsBooleanCondition(Value, Ctx) && Value);
}

/// `for (int i = 0; i < N; ++i)`, `for (;;)`, `while (true)`.
std::optional<Rounds> roundsOf(const Stmt &Loop, const ASTContext &Ctx) {
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return !While->getConditionVariable() &&
                   isConstantTrue(While->getCond(), Ctx)
               ? std::optional(Rounds())
               : std::nullopt;
  const auto *For = dyn_cast<ForStmt>(&Loop);
  if (!For || For->getConditionVariable())
    return std::nullopt;
  if (!For->getInit() && !For->getInc() && !For->getCond())
    return Rounds();
  const auto *Init = dyn_cast_or_null<DeclStmt>(For->getInit());
  const auto *Counter = Init && Init->isSingleDecl()
                            ? dyn_cast<VarDecl>(Init->getSingleDecl())
                            : nullptr;
  const auto *Condition = dyn_cast_or_null<BinaryOperator>(For->getCond());
  const auto *Step = dyn_cast_or_null<UnaryOperator>(For->getInc());
  Expr::EvalResult First, Limit;
  if (!Counter || !Counter->getInit() || !Condition || !Step ||
      !Step->isIncrementOp() || Condition->getOpcode() != BO_LT ||
      Condition->getRHS()->isValueDependent() ||
      !Counter->getInit()->EvaluateAsInt(First, Ctx) ||
      !First.Val.getInt().isZero() ||
      !Condition->getRHS()->EvaluateAsInt(Limit, Ctx) ||
      !Limit.Val.getInt().isStrictlyPositive())
    return std::nullopt;
  auto Names = [&](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref && Ref->getDecl() == Counter;
  };
  SourceRange Text = Condition->getRHS()->getSourceRange();
  if (!Names(Condition->getLHS()) || !Names(Step->getSubExpr()) ||
      isFromMacro(Text))
    return std::nullopt;
  return Rounds{textOf(Text, Ctx).str(), Counter};
}

/// What the loop tries, and how that ends.
struct Attempt {
  const CXXTryStmt *Try = nullptr;
  const CXXCatchStmt *Handler = nullptr;
  const Stmt *Success = nullptr; ///< `break`, or a `co_return`
};

/// Whether \p Handler catches what the target would try again.
bool catchesAll(const CXXCatchStmt &Handler) {
  const CXXRecordDecl *Class =
      Handler.getCaughtType().isNull()
          ? nullptr
          : Handler.getCaughtType().getNonReferenceType()->getAsCXXRecordDecl();
  return !Handler.getExceptionDecl() ||
         (Class && Class->isInStdNamespace() && Class->getIdentifier() &&
          Class->getName() == "exception");
}

std::optional<Attempt> attemptIn(const Stmt &Loop, const RetryLoop &Found,
                                 const VarDecl *Counter) {
  const auto *Block = dyn_cast<CompoundStmt>(loopBody(Loop));
  const auto *Try = Block && Block->size() == 1
                        ? dyn_cast<CXXTryStmt>(Block->body_front())
                        : nullptr;
  if (!Try || Try->getNumHandlers() != 1 ||
      Try->getHandler(0) != Found.Failure || !catchesAll(*Try->getHandler(0)) ||
      Try->getTryBlock()->body_empty())
    return std::nullopt;
  const Stmt *Last = Try->getTryBlock()->body_back();
  Exits Tried(Counter), Handled(Counter);
  Tried.TraverseStmt(Try->getTryBlock());
  Handled.TraverseStmt(Try->getHandler(0)->getHandlerBlock());
  if (!isa<BreakStmt, CoreturnStmt>(Last) || Tried.Count != 1 ||
      Handled.Count != 0 || Tried.NamesCounter || Handled.NamesCounter)
    return std::nullopt;
  return Attempt{Try, Try->getHandler(0), Last};
}

/// Whether \p Body ends behind \p Loop.
bool isLastOf(const Stmt &Loop, const CodeBody &Body) {
  const auto *Block = dyn_cast<CompoundStmt>(Body.Body);
  return Block && !Block->body_empty() && Block->body_back() == &Loop;
}

/// The type \p Value of what \p F gives, as its return type names it.
QualType asWritten(QualType Value, const FunctionDecl &F) {
  const auto *Task = F.getReturnType()->getAs<TemplateSpecializationType>();
  if (Task && !Task->template_arguments().empty())
    if (const TemplateArgument &First = Task->template_arguments().front();
        First.getKind() == TemplateArgument::Type &&
        F.getASTContext().hasSameType(First.getAsType(), Value))
      return First.getAsType();
  return Value;
}

/// Whether \p Block goes on behind its statement \p Tried only after a failure,
/// and reaches its end then.
bool endsWithFailure(const CompoundStmt &Block, const RetryLoop &Found,
                     const ASTContext &Ctx) {
  const auto *Handler = dyn_cast<CXXCatchStmt>(Found.Failure);
  const Stmt *Tried = nullptr;
  for (const Stmt *S : Block.body()) {
    if (Tried && leaving(S, Ctx) != Leaving::No)
      return false;
    if (const auto *Try = dyn_cast<CXXTryStmt>(S); Try && Handler) {
      for (unsigned I = 0, N = Try->getNumHandlers(); I != N; ++I)
        if (Try->getHandler(I) == Handler &&
            leaving(Try->getTryBlock(), Ctx) != Leaving::No)
          Tried = S;
    } else if (S == Found.Failure) {
      Tried = S;
    }
  }
  Exits Skips(nullptr);
  if (Handler)
    Skips.TraverseStmt(Handler->getHandlerBlock());
  return Tried && Skips.Rounds == 0;
}

} // namespace

std::optional<Fix> planRetry(const Stmt &Loop, const RetryLoop &Found,
                             const CodeBody &Body, const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  const FixTarget *Target = targetWith(
      Body, Model, [](const FixTarget &T) { return T.Retry.has_value(); });
  std::optional<Rounds> Limit = roundsOf(Loop, Ctx);
  // Behind a loop that gave up goes on who has failed; the wrapper throws.
  if (!Target || !Limit || (Limit->Counter && !isLastOf(Loop, Body)) ||
      isInstantiated(Body))
    return std::nullopt;
  std::optional<Attempt> Tried = attemptIn(Loop, Found, Limit->Counter);
  if (!Tried || isFromMacro(Loop.getSourceRange()) ||
      isFromMacro(Tried->Try->getSourceRange()) ||
      isFromMacro(Tried->Success->getSourceRange()) ||
      isFromMacro(Tried->Handler->getSourceRange()))
    return std::nullopt;
  const auto *Return = dyn_cast<CoreturnStmt>(Tried->Success);
  QualType Value = Model.awaitables().valueOf(Body.Function->getReturnType());
  bool GivesValue =
      Return && Return->getOperand() && !Value.isNull() && !Value->isVoidType();
  if (Return && Return->getOperand() && !GivesValue)
    return std::nullopt;

  auto [Head, Tail] = StringRef(Target->Retry->Text).split("{}");
  std::string Before = Head.str();
  fill(Before, "{attempts}",
       Limit->Text.empty() ? Target->Retry->Forever : Limit->Text);
  fill(Before, "{type}",
       GivesValue ? typeText(asWritten(Value, *Body.Function), Ctx) : "void");
  const SourceManager &SM = Ctx.getSourceManager();
  Fix F;
  F.Title = Target->Retry->Title;
  F.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(Loop.getBeginLoc(),
                                    loopBody(Loop)->getBeginLoc()),
      (GivesValue ? "co_return " : "") + Before));
  if (!Return)
    F.Edits.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getTokenRange(Tried->Success->getSourceRange()),
        "co_return"));
  F.Edits.push_back(insertLast(
      *cast<CompoundStmt>(Tried->Handler->getHandlerBlock()), "throw;", Ctx));
  F.Edits.push_back(FixItHint::CreateInsertion(
      Lexer::getLocForEndOfToken(Loop.getEndLoc(), 0, SM, Ctx.getLangOpts()),
      (Tail + ";" +
       (Return && !GivesValue && !isLastOf(Loop, Body) ? " co_return;" : ""))
          .str()));
  addHeaders(F, Loop.getBeginLoc(), Target->Retry->Headers, Target->Umbrellas,
             SM);
  return F;
}

std::optional<Fix> planPause(const Stmt &Loop, const RetryLoop &Found,
                             const CodeBody &Body, const AsyncModel &Model,
                             llvm::StringSet<> &Taken) {
  const ASTContext &Ctx = Model.context();
  const FixTarget *Target = targetWith(
      Body, Model, [](const FixTarget &T) { return T.Pause.has_value(); });
  const auto *Block = dyn_cast<CompoundStmt>(loopBody(Loop));
  if (!Target || !Block || isInstantiated(Body) ||
      isFromMacro(Loop.getSourceRange()) ||
      isFromMacro(Block->getSourceRange()) ||
      !isa_and_nonnull<CompoundStmt>(Body.parents().getParent(&Loop)) ||
      !endsWithFailure(*Block, Found, Ctx))
    return std::nullopt;
  const SourceManager &SM = Ctx.getSourceManager();
  std::string Indent =
      Lexer::getIndentationForLine(Loop.getBeginLoc(), SM).str();
  std::string Declaration = Target->Pause->Before, Wait = Target->Pause->Text;
  std::string Name = freeName("pause", Body, Ctx, Taken);
  fill(Declaration, "{name}", Name);
  fill(Wait, "{name}", Name);
  Fix F;
  F.Title = Target->Pause->Title;
  F.Edits.push_back(FixItHint::CreateInsertion(Loop.getBeginLoc(),
                                               Declaration + "\n" + Indent));
  F.Edits.push_back(insertLast(*Block, Wait, Ctx));
  addHeaders(F, Loop.getBeginLoc(), Target->Pause->Headers, Target->Umbrellas,
             SM);
  return F;
}

} // namespace cotidy
