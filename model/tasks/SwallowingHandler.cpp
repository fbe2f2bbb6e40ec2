#include "model/tasks/SwallowingHandler.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopChanges.h"
#include "model/code/LoopExit.h"
#include "model/code/SuspensionGraph.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
namespace {

/// The first handler of \p Try that catches cancellation, or null.
const CXXCatchStmt *handlerOf(const CXXTryStmt &Try,
                              const CancellationRule &Rule,
                              const ASTContext &Ctx) {
  for (unsigned I = 0, N = Try.getNumHandlers(); I != N; ++I)
    if (catchesCancellation(*Try.getHandler(I), Rule, Ctx))
      return Try.getHandler(I);
  return nullptr;
}

/// Finds awaits that cancellation can end. Those in a try block of their own
/// belong to that block where a handler of it catches cancellation.
class AwaitFinder {
public:
  AwaitFinder(const CancellationRule &Rule, const AsyncModel &Model)
      : Rule(Rule), Known(Model.catalogue()), Ctx(Model.context()) {}

  const Expr *firstIn(const Stmt &S) const { return find(S, false); }

  /// The same without awaits of what only cleans up: close(), join().
  const Expr *firstWorkIn(const Stmt &S) const { return find(S, true); }

private:
  const Expr *find(const Stmt &S, bool LeaveGoodbyes) const {
    if (const auto *Try = dyn_cast<CXXTryStmt>(&S);
        Try && handlerOf(*Try, Rule, Ctx))
      return nullptr;
    if (const auto *Await = dyn_cast<CoawaitExpr>(&S);
        Await && canSuspend(*Await, Known)) {
      const auto *Call =
          dyn_cast<CallExpr>(stripTransparent(Await->getOperand()));
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      bool Goodbye = LeaveGoodbyes && Callee && Callee->getIdentifier() &&
                     soundsLikeGoodbye(Callee->getName());
      if (!Goodbye)
        return Await;
    }
    for (const Stmt *Child : evaluatedChildren(S, Ctx))
      if (const Expr *Found = find(*Child, LeaveGoodbyes))
        return Found;
    return nullptr;
  }

  const CancellationRule &Rule;
  const Catalogue &Known;
  const ASTContext &Ctx;
};

/// What a handler does that shows that it does not swallow.
class HandlerReader {
public:
  explicit HandlerReader(const ASTContext &Ctx) : Ctx(Ctx) {}

  bool LetsOut = false;
  llvm::SmallPtrSet<const ValueDecl *, 4> Changed;

  void read(const Stmt &S) {
    if (isa<CXXThrowExpr, CoreturnStmt, ReturnStmt, GotoStmt, BreakStmt>(S))
      LetsOut = true;
    if (const auto *E = dyn_cast<Expr>(&S))
      if (leaving(E, Ctx) == Leaving::Function || isFailure(*E))
        LetsOut = true;
    if (const auto *Call = dyn_cast<CallExpr>(&S))
      readCall(*Call);
    if (const Expr *Target = changedOperand(S))
      change(Target);
    for (const Stmt *Child : evaluatedChildren(S, Ctx))
      read(*Child);
  }

private:
  /// Whether \p S comes from a macro that ends the test or the program:
  /// `BOOST_FAIL`, `FAIL()`.
  bool isFailure(const Stmt &S) const {
    const SourceManager &SM = Ctx.getSourceManager();
    SourceLocation Loc = S.getBeginLoc();
    while (Loc.isMacroID()) {
      StringRef Macro =
          Lexer::getImmediateMacroName(Loc, SM, Ctx.getLangOpts());
      for (StringRef Word : {"FAIL", "ABORT", "FATAL", "UNREACHABLE"})
        if (Macro.contains(Word))
          return true;
      Loc = SM.getImmediateMacroCallerLoc(Loc);
    }
    return false;
  }

  void readCall(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (Callee && Callee->isInStdNamespace() && Callee->getIdentifier() &&
        (Callee->getName() == "current_exception" ||
         Callee->getName() == "rethrow_exception"))
      LetsOut = true;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
      if (Member->getMethodDecl() && !Member->getMethodDecl()->isConst())
        change(Member->getImplicitObjectArgument());
    // What is handed over by reference may be changed: `report(e, failed)`.
    if (Callee)
      for (unsigned I = 0,
                    N = std::min(Call.getNumArgs(), Callee->getNumParams());
           I != N; ++I) {
        QualType T = Callee->getParamDecl(I)->getType();
        if ((T->isLValueReferenceType() || T->isPointerType()) &&
            !T->getPointeeType().isConstQualified())
          change(Call.getArg(I));
      }
  }

  void change(const Expr *E) {
    if (const ValueDecl *D = namedObject(E))
      Changed.insert(D);
  }

  const ASTContext &Ctx;
};

/// Whether a condition in \p S, or what it throws or returns, depends on one of
/// \p Objects.
bool decidesBy(const Stmt &S,
               const llvm::SmallPtrSetImpl<const ValueDecl *> &Objects,
               const ASTContext &Ctx) {
  const Stmt *Decision = nullptr;
  if (const auto *If = dyn_cast<IfStmt>(&S))
    Decision = If->getCond();
  else if (const auto *Switch = dyn_cast<SwitchStmt>(&S))
    Decision = Switch->getCond();
  else if (const auto *Choice = dyn_cast<ConditionalOperator>(&S))
    Decision = Choice->getCond();
  else if (isLoop(&S))
    Decision = loopCondition(S);
  else if (isa<CoreturnStmt, ReturnStmt, CXXThrowExpr>(S))
    Decision = &S;
  if (Decision && namesAny(*Decision, Objects, Ctx))
    return true;
  return llvm::any_of(evaluatedChildren(S, Ctx), [&](const Stmt *Child) {
    return decidesBy(*Child, Objects, Ctx);
  });
}

bool isConstantTrue(const Expr *Condition, const ASTContext &Ctx) {
  bool Value = false;
  return !Condition->isValueDependent() &&
         Condition->EvaluateAsBooleanCondition(Value, Ctx) && Value;
}

/// Where control goes behind a handler: to the next round of a loop, or to an
/// await.
struct GoesOn {
  const Stmt *Loop = nullptr;
  const Expr *Await = nullptr;
};

/// Follows control from the end of a handler.
class Follower {
public:
  Follower(const CXXTryStmt &Try, const CodeBody &Body,
           const CancellationRule &Rule, const AsyncModel &Model)
      : Try(Try), Body(Body), Rule(Rule), Awaits(Rule, Model),
        Ctx(Model.context()) {}

  std::optional<GoesOn> follow(const CXXCatchStmt &Handler) const {
    bool Skips = leaving(Handler.getHandlerBlock(), Ctx) == Leaving::Round;
    const Stmt *Child = &Try;
    for (const Stmt *S = Body.parents().getParent(Child); S;
         Child = S, S = Body.parents().getParent(S)) {
      if (isLoop(S))
        return goesRound(*S, isForCancellation(Handler, Rule));
      const auto *Block = dyn_cast<CompoundStmt>(S);
      if (!Block || Skips)
        continue;
      for (const Stmt *Next :
           llvm::make_range(std::next(llvm::find(Block->body(), Child)),
                            Block->body_end())) {
        if (const Expr *Await = Rule.Persists ? Awaits.firstIn(*Next)
                                              : Awaits.firstWorkIn(*Next)) {
          // The exception is there again at the next await.
          if (Rule.Persists || isForCancellation(Handler, Rule))
            return std::nullopt;
          return GoesOn{nullptr, Await};
        }
        if (leaving(Next, Ctx) == Leaving::Function ||
            leaving(Next, Ctx) == Leaving::Loop)
          return std::nullopt;
      }
    }
    return std::nullopt;
  }

private:
  std::optional<GoesOn> goesRound(const Stmt &Loop, bool Meant) const {
    if (isa<CXXForRangeStmt>(Loop)) {
      if (Rule.Persists || Meant)
        return std::nullopt;
      return GoesOn{&Loop, nullptr};
    }
    const Expr *Condition = loopCondition(Loop);
    bool Endless = !Condition || isConstantTrue(Condition, Ctx);
    if (!Endless &&
        (Rule.Persists || Meant || asksWhetherToEnd(*Condition, Ctx) ||
         Awaits.firstIn(*Condition)))
      return std::nullopt;
    // An await outside of the try block lets the exception out.
    if (Rule.Persists && awaitsOutsideTry(*loopBody(Loop)))
      return std::nullopt;
    for (const LoopExit &Exit : exitsOf(Loop, Ctx))
      if (!isInTry(Exit.At) &&
          (Rule.Persists || llvm::any_of(Exit.Conditions, [&](const Expr *C) {
             return asksWhetherToEnd(*C, Ctx);
           })))
        return std::nullopt;
    if (asksOnTheWay(*loopBody(Loop)))
      return std::nullopt;
    return GoesOn{&Loop, nullptr};
  }

  /// Whether \p S names cancellation beside what it awaits: `token.check()`.
  bool asksOnTheWay(const Stmt &S) const {
    if (isa<CoroutineSuspendExpr>(S))
      return false;
    const auto *Call = dyn_cast<CallExpr>(&S);
    if (Call && Awaits.firstIn(S) == nullptr && namesCancellation(S, Ctx))
      return true;
    return llvm::any_of(evaluatedChildren(S, Ctx), [&](const Stmt *Child) {
      return asksOnTheWay(*Child);
    });
  }

  bool isInTry(const Stmt *S) const {
    for (; S; S = Body.parents().getParent(S))
      if (S == &Try)
        return true;
    return false;
  }

  bool awaitsOutsideTry(const Stmt &S) const {
    if (&S == &Try)
      return false;
    if (isa<CoroutineSuspendExpr>(S))
      return Awaits.firstIn(S);
    return llvm::any_of(evaluatedChildren(S, Ctx), [&](const Stmt *Child) {
      return awaitsOutsideTry(*Child);
    });
  }

  const CXXTryStmt &Try;
  const CodeBody &Body;
  const CancellationRule &Rule;
  const AwaitFinder Awaits;
  const ASTContext &Ctx;
};

class TryWalk {
public:
  TryWalk(const CodeBody &Body, const CancellationRule &Rule,
          const AsyncModel &Model)
      : Body(Body), Rule(Rule), Model(Model), Ctx(Model.context()) {}

  std::vector<SwallowingHandler> run() {
    walk(*Body.Body);
    return std::move(Found);
  }

private:
  void walk(const Stmt &S) {
    if (const auto *Try = dyn_cast<CXXTryStmt>(&S))
      look(*Try);
    for (const Stmt *Child : evaluatedChildren(S, Ctx))
      walk(*Child);
  }

  void look(const CXXTryStmt &Try) {
    const CXXCatchStmt *Handler = handlerOf(Try, Rule, Ctx);
    const Expr *Await =
        Handler ? AwaitFinder(Rule, Model).firstIn(*Try.getTryBlock())
                : nullptr;
    if (!Await || namesCancellation(*Handler->getHandlerBlock(), Ctx))
      return;
    HandlerReader Reader(Ctx);
    Reader.read(*Handler->getHandlerBlock());
    // What the handler changes may be what ends the coroutine.
    if (Reader.LetsOut ||
        (!Reader.Changed.empty() && decidesBy(*Body.Body, Reader.Changed, Ctx)))
      return;
    if (std::optional<GoesOn> Where =
            Follower(Try, Body, Rule, Model).follow(*Handler))
      Found.push_back({Handler, Await, Where->Loop, Where->Await});
  }

  const CodeBody &Body;
  const CancellationRule &Rule;
  const AsyncModel &Model;
  const ASTContext &Ctx;
  std::vector<SwallowingHandler> Found;
};

} // namespace

std::vector<SwallowingHandler> swallowingHandlers(const CodeBody &Body,
                                                  const CancellationRule &Rule,
                                                  const AsyncModel &Model) {
  // `co_await this_coro::throw_if_cancelled(false)` and the like: the author
  // has thought of it.
  if (Rule.Persists)
    for (const Expr *E : Body.Suspensions)
      if (const auto *Await = dyn_cast<CoawaitExpr>(E))
        if (namesCancellation(*Await->getOperand(), Model.context()))
          return {};
  return TryWalk(Body, Rule, Model).run();
}

} // namespace cotidy
