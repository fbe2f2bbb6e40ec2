#include "model/code/LoopExit.h"
#include "model/catalogue/Catalogue.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

bool isLoop(const Stmt *S) {
  return isa_and_nonnull<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S);
}

SourceRange loopHead(const Stmt &Loop) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return {Range->getForLoc(), Range->getRParenLoc()};
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return {For->getForLoc(), For->getRParenLoc()};
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return {While->getWhileLoc(), While->getRParenLoc()};
  return Loop.getBeginLoc();
}

const Stmt *loopBody(const Stmt &Loop) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return For->getBody();
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return While->getBody();
  if (const auto *Do = dyn_cast<DoStmt>(&Loop))
    return Do->getBody();
  return cast<CXXForRangeStmt>(Loop).getBody();
}

const Expr *loopCondition(const Stmt &Loop) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return For->getCond();
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return While->getCond();
  if (const auto *Do = dyn_cast<DoStmt>(&Loop))
    return Do->getCond();
  return nullptr;
}

static bool isUnevaluated(const Stmt &S) {
  if (const auto *Typeid = dyn_cast<CXXTypeidExpr>(&S))
    return Typeid->isTypeOperand() || !Typeid->isPotentiallyEvaluated();
  return isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr, RequiresExpr>(S);
}

SmallVector<const Stmt *, 8> evaluatedChildren(const Stmt &S,
                                               const ASTContext &Ctx) {
  SmallVector<const Stmt *, 8> Children;
  auto Add = [&](const Stmt *Child) {
    if (Child)
      Children.push_back(Child);
  };
  if (isUnevaluated(S))
    return Children;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(&S)) {
    for (const Expr *Init : Lambda->capture_inits())
      Add(Init);
  } else if (const auto *Range = dyn_cast<CXXForRangeStmt>(&S)) {
    // Begin, end and increment are the compiler's, but hold the awaits of
    // `for co_await`.
    Add(Range->getInit());
    Add(Range->getRangeInit());
    Add(Range->getBody());
  } else if (const auto *If = dyn_cast<IfStmt>(&S)) {
    Add(If->getInit());
    Add(If->getConditionVariableDeclStmt());
    Add(If->getCond());
    if (If->isConsteval()) {
      Add(If->isNegatedConsteval() ? If->getThen() : If->getElse());
    } else if (If->isConstexpr() && !If->getCond()->isValueDependent()) {
      if (std::optional<const Stmt *> Taken = If->getNondiscardedCase(Ctx))
        Add(*Taken);
    } else {
      Add(If->getThen());
      Add(If->getElse());
    }
  } else if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&S)) {
    // The rest of the node repeats the operand.
    Add(Await->getOperand());
  } else {
    for (const Stmt *Child : S.children())
      Add(Child);
  }
  return Children;
}

static Leaving leavingBlock(const CompoundStmt &Block, const ASTContext &Ctx);

/// The way of leaving that two branches have in common.
static Leaving common(Leaving A, Leaving B) {
  return A == Leaving::No || B == Leaving::No ? Leaving::No : std::min(A, B);
}

Leaving leaving(const Stmt *S, const ASTContext &Ctx) {
  if (!S)
    return Leaving::No;
  if (isa<BreakStmt>(S))
    return Leaving::Loop;
  if (isa<ContinueStmt>(S))
    return Leaving::Round;
  if (isa<ReturnStmt, CoreturnStmt, GotoStmt>(S))
    return Leaving::Function;
  if (const auto *E = dyn_cast<Expr>(S)) {
    E = E->IgnoreImplicit();
    if (isa<CXXThrowExpr>(E))
      return Leaving::Function;
    const auto *Call = dyn_cast<CallExpr>(E);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    return Callee && Callee->isNoReturn() ? Leaving::Function : Leaving::No;
  }
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return leavingBlock(*Block, Ctx);
  if (const auto *If = dyn_cast<IfStmt>(S)) {
    if (!If->getElse())
      return Leaving::No;
    return common(leaving(If->getThen(), Ctx), leaving(If->getElse(), Ctx));
  }
  if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
    Leaving Result = leaving(Try->getTryBlock(), Ctx);
    for (unsigned I = 0, N = Try->getNumHandlers(); I != N; ++I)
      Result =
          common(Result, leaving(Try->getHandler(I)->getHandlerBlock(), Ctx));
    return Result;
  }
  if (const auto *Label = dyn_cast<LabelStmt>(S))
    return leaving(Label->getSubStmt(), Ctx);
  if (const auto *Attributed = dyn_cast<AttributedStmt>(S))
    return leaving(Attributed->getSubStmt(), Ctx);
  return Leaving::No;
}

static Leaving leavingBlock(const CompoundStmt &Block, const ASTContext &Ctx) {
  for (const Stmt *Child : Block.body())
    if (Leaving L = leaving(Child, Ctx); L != Leaving::No)
      return L;
  return Leaving::No;
}

namespace {

/// Walks the body of one loop with the conditions met on the way.
class ExitFinder {
public:
  ExitFinder(const ASTContext &Ctx) : Ctx(Ctx) {}

  void visit(const Stmt *S, bool BreakLeaves) {
    if (!S)
      return;
    bool Leaves = isa<ReturnStmt, CoreturnStmt, GotoStmt, CXXThrowExpr>(S) ||
                  (isa<BreakStmt>(S) && BreakLeaves) ||
                  (isa<Expr>(S) && leaving(S, Ctx) == Leaving::Function);
    if (Leaves) {
      Exits.push_back({S, {Conditions.begin(), Conditions.end()}});
      return;
    }
    const Expr *Condition = nullptr;
    if (const auto *If = dyn_cast<IfStmt>(S))
      Condition = If->getCond();
    else if (const auto *Switch = dyn_cast<SwitchStmt>(S))
      Condition = Switch->getCond();
    else if (isLoop(S))
      Condition = loopCondition(*S);
    bool Inner = BreakLeaves && !isLoop(S) && !isa<SwitchStmt>(S);
    if (Condition)
      Conditions.push_back(Condition);
    for (const Stmt *Child : evaluatedChildren(*S, Ctx))
      visit(Child, Inner);
    if (Condition)
      Conditions.pop_back();
  }

  SmallVector<LoopExit, 4> Exits;

private:
  const ASTContext &Ctx;
  SmallVector<const Expr *, 4> Conditions;
};

/// Looks for a suspension from which control reaches the next round.
class CycleSuspension {
public:
  CycleSuspension(const Stmt &Loop, const Catalogue &Known,
                  const ASTContext &Ctx)
      : Loop(Loop), Known(Known), Ctx(Ctx) {}

  bool find() {
    Path.push_back(&Loop);
    if (const auto *For = dyn_cast<ForStmt>(&Loop))
      return find(For->getBody()) ||
             find(For->getConditionVariableDeclStmt()) ||
             find(For->getCond()) || find(For->getInc());
    if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
      return isSuspension(Range) || find(Range->getBody());
    if (const auto *While = dyn_cast<WhileStmt>(&Loop))
      return find(While->getBody()) || find(While->getCond()) ||
             find(While->getConditionVariableDeclStmt());
    return find(loopBody(Loop)) || find(loopCondition(Loop));
  }

private:
  bool find(const Stmt *S) {
    if (!S)
      return false;
    Path.push_back(S);
    bool Found = (isSuspension(S) && reachesNextRound()) ||
                 llvm::any_of(evaluatedChildren(*S, Ctx),
                              [&](const Stmt *Child) { return find(Child); });
    Path.pop_back();
    return Found;
  }

  bool isSuspension(const Stmt *S) const {
    const auto *Range = dyn_cast<CXXForRangeStmt>(S);
    return (Range && Range->getCoawaitLoc().isValid()) ||
           isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S) ||
           Known.suspendsStack(*S);
  }

  /// Whether a `continue` of the loop stands in \p S.
  bool continues(const Stmt *S) const {
    if (isa<ContinueStmt>(S))
      return true;
    return !isLoop(S) &&
           llvm::any_of(evaluatedChildren(*S, Ctx),
                        [&](const Stmt *Child) { return continues(Child); });
  }

  /// Whether control that has passed the last statement of \c Path can reach
  /// the next round of the loop.
  bool reachesNextRound() const {
    size_t Depth = Path.size();
    while (Depth-- > 1) {
      const Stmt *Node = Path[Depth];
      if (isa<ReturnStmt, CoreturnStmt, CXXThrowExpr>(Node))
        return false;
      const auto *Block = dyn_cast<CompoundStmt>(Path[Depth - 1]);
      if (!Block)
        continue;
      const Stmt *Inner = innermostBreakTarget(Depth - 1);
      for (const Stmt *Next : llvm::make_range(
               std::next(llvm::find(Block->body(), Node)), Block->body_end())) {
        if (innermostLoop(Depth - 1) == &Loop && continues(Next))
          return true;
        Leaving L = leaving(Next, Ctx);
        if (L == Leaving::No)
          continue;
        if (L == Leaving::Function || (L == Leaving::Loop && Inner == &Loop))
          return false;
        // Control goes on behind an inner loop or switch.
        const Stmt *Left =
            L == Leaving::Round ? innermostLoop(Depth - 1) : Inner;
        while (Path[Depth] != Left)
          --Depth;
        ++Depth;
        break;
      }
    }
    return true;
  }

  const Stmt *innermostBreakTarget(size_t Depth) const {
    while (Depth > 0 && !isLoop(Path[Depth]) && !isa<SwitchStmt>(Path[Depth]))
      --Depth;
    return Path[Depth];
  }

  const Stmt *innermostLoop(size_t Depth) const {
    while (Depth > 0 && !isLoop(Path[Depth]))
      --Depth;
    return Path[Depth];
  }

  const Stmt &Loop;
  const Catalogue &Known;
  const ASTContext &Ctx;
  SmallVector<const Stmt *, 16> Path;
};

} // namespace

SmallVector<LoopExit, 4> exitsOf(const Stmt &Loop, const ASTContext &Ctx) {
  ExitFinder Finder(Ctx);
  Finder.visit(loopBody(Loop), /*BreakLeaves=*/true);
  return std::move(Finder.Exits);
}

bool suspendsOnCycle(const Stmt &Loop, const Catalogue &Known,
                     const ASTContext &Ctx) {
  return CycleSuspension(Loop, Known, Ctx).find();
}

} // namespace cotidy
