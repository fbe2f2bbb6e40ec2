#include "model/tasks/RetryLoop.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopChanges.h"
#include "model/code/LoopExit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {
namespace {

class RetryReader {
public:
  RetryReader(const Stmt &Loop, const CodeBody &Body, const AsyncModel &Model)
      : Loop(Loop), Body(Body), Model(Model), Ctx(Model.context()) {}

  std::optional<RetryLoop> read() {
    // Each round of a range-based loop has another target.
    if (isa<CXXForRangeStmt>(Loop))
      return std::nullopt;
    const auto *Block = dyn_cast<CompoundStmt>(loopBody(Loop));
    if (!Block)
      return std::nullopt;
    std::optional<RetryLoop> Found;
    for (const Stmt *S : Block->body()) {
      if (const auto *Try = dyn_cast<CXXTryStmt>(S))
        Found = byException(*Try, *Block);
      else if (const auto *If = dyn_cast<IfStmt>(S))
        Found = byErrorCode(*If, *Block);
      if (Found)
        break;
    }
    if (!Found || differsEachRound(*Found->Attempt))
      return std::nullopt;
    Found->Paused = pausesOutside(*Block, *Found);
    return Found;
  }

private:
  /// The first await in \p S, inside out.
  const CoawaitExpr *firstAwait(const Stmt &S) const {
    for (const Stmt *Child : evaluatedChildren(S, Ctx))
      if (const CoawaitExpr *Inner = firstAwait(*Child))
        return Inner;
    return dyn_cast<CoawaitExpr>(&S);
  }

  static bool leaves(Leaving L) {
    return L == Leaving::Loop || L == Leaving::Function;
  }

  std::optional<RetryLoop> byException(const CXXTryStmt &Try,
                                       const CompoundStmt &Block) const {
    const CoawaitExpr *Attempt = firstAwait(*Try.getTryBlock());
    if (!Attempt)
      return std::nullopt;
    // After success control leaves in the try block, or right behind it.
    bool Succeeds = leaves(leaving(Try.getTryBlock(), Ctx)) ||
                    setsCondition(*Try.getTryBlock());
    const CXXCatchStmt *GoesOn = nullptr;
    for (unsigned I = 0, N = Try.getNumHandlers(); I != N; ++I) {
      const CXXCatchStmt *Handler = Try.getHandler(I);
      Leaving L = leaving(Handler->getHandlerBlock(), Ctx);
      if (leaves(L))
        continue;
      GoesOn = Handler;
      if (!Succeeds && L == Leaving::Round)
        Succeeds = leavesBehind(Try, Block);
    }
    if (!GoesOn || !Succeeds)
      return std::nullopt;
    return RetryLoop{Attempt, GoesOn, false};
  }

  /// Whether \p Try is followed by a statement that leaves the loop.
  bool leavesBehind(const Stmt &Try, const CompoundStmt &Block) const {
    return llvm::any_of(
        llvm::make_range(std::next(llvm::find(Block.body(), &Try)),
                         Block.body_end()),
        [&](const Stmt *Next) { return leaves(leaving(Next, Ctx)); });
  }

  /// Whether \p S assigns what the loop's condition looks at: `done = true`.
  bool setsCondition(const Stmt &S) const {
    const Expr *Condition = loopCondition(Loop);
    if (!Condition)
      return false;
    ValueSet Assigned;
    collectAssigned(S, Ctx, Assigned);
    return namesAny(*Condition, Assigned, Ctx);
  }

  /// `auto [ec, n] = co_await op(as_tuple); if (!ec) break;`
  std::optional<RetryLoop> byErrorCode(const IfStmt &If,
                                       const CompoundStmt &Block) const {
    const auto *Not =
        dyn_cast<UnaryOperator>(If.getCond()->IgnoreParenImpCasts());
    if (If.getElse() || !Not || Not->getOpcode() != UO_LNot ||
        !leaves(leaving(If.getThen(), Ctx)))
      return std::nullopt;
    const Expr *Tested = stripTransparent(Not->getSubExpr());
    if (const auto *Convert = dyn_cast<CXXMemberCallExpr>(Tested))
      Tested = stripTransparent(Convert->getImplicitObjectArgument());
    const auto *Ref = dyn_cast<DeclRefExpr>(Tested);
    const CXXRecordDecl *Class =
        Ref ? Ref->getType().getNonReferenceType()->getAsCXXRecordDecl()
            : nullptr;
    if (!Class || !Class->getIdentifier() || Class->getName() != "error_code")
      return std::nullopt;
    for (const Stmt *S : Block.body()) {
      if (S == &If)
        break;
      if (const CoawaitExpr *Attempt = firstAwait(*S);
          Attempt && declaresOrNames(*S, *Ref->getDecl()))
        return leavesBehind(If, Block)
                   ? std::nullopt
                   : std::optional(RetryLoop{Attempt, &If, false});
    }
    return std::nullopt;
  }

  bool declaresOrNames(const Stmt &S, const ValueDecl &D) const {
    if (const auto *Declaration = dyn_cast<DeclStmt>(&S))
      for (const Decl *Declared : Declaration->decls()) {
        if (Declared == &D)
          return true;
        if (const auto *Bound = dyn_cast<DecompositionDecl>(Declared))
          if (llvm::is_contained(Bound->bindings(), &D))
            return true;
      }
    return namesAny(S, ValueSet{&D}, Ctx);
  }

  /// Whether what is tried depends on what the loop changes: another server in
  /// each round.
  bool differsEachRound(const Expr &Attempt) const {
    ValueSet Changed = changedBy(Loop, Ctx);
    // What the attempt itself is assigned to is its result.
    if (const Stmt *Parent = Body.parents().getParent(&Attempt))
      while (Parent && !isa<CompoundStmt>(Parent)) {
        if (const auto *Binary = dyn_cast<BinaryOperator>(Parent))
          if (const ValueDecl *D = namedObject(Binary->getLHS()))
            Changed.erase(D);
        Parent = Body.parents().getParent(Parent);
      }
    return namesAny(Attempt, Changed, Ctx);
  }

  bool soundsLikePause(const FunctionDecl &F) const {
    if (!F.getIdentifier())
      return false;
    std::string Name = F.getName().lower();
    for (StringRef Part :
         {"sleep", "delay", "backoff", "back_off", "wait", "pause", "expires"})
      if (StringRef(Name).contains(Part))
        return true;
    return false;
  }

  /// Whether the way from the failure to the next attempt takes time.
  bool pausesOutside(const CompoundStmt &Block, const RetryLoop &Found) const {
    SourceLocation Begin = Block.getBeginLoc(), End = Block.getEndLoc();
    const SourceManager &SM = Ctx.getSourceManager();
    for (const BodyCall &Call : Body.Calls) {
      SourceLocation At = Call.Site.Loc;
      if (!Call.Site.E || SM.isBeforeInTranslationUnit(At, Begin) ||
          SM.isBeforeInTranslationUnit(End, At))
        continue;
      const BlockingEntry *Blocks = Model.catalogue().blocking(Call.Site, Ctx);
      if ((Blocks && Blocks->Category == "sleep") ||
          Model.catalogue().function(Call.Site, RuntimeRole::Sleep, Ctx) ||
          soundsLikePause(*Call.Site.Callee))
        return true;
    }
    // Another await, before the attempt or behind the failure. Those of the try
    // block are parts of what is tried.
    const Stmt *Try = isa<CXXCatchStmt>(Found.Failure)
                          ? Body.parents().getParent(Found.Failure)
                          : nullptr;
    return llvm::any_of(Body.Suspensions, [&](const Expr *Await) {
      return Await != Found.Attempt && isIn(*Await, Block) &&
             !(Try && isIn(*Await, *Try)) && !isIn(*Await, *Found.Attempt) &&
             !isQuestion(*Await);
    });
  }

  bool isIn(const Stmt &S, const Stmt &Outer) const {
    for (const Stmt *P = &S; P; P = Body.parents().getParent(P))
      if (P == &Outer)
        return true;
    return false;
  }

  static bool isQuestion(const Expr &Await) {
    const auto *E = dyn_cast<CoawaitExpr>(&Await);
    return E && isa<DeclRefExpr>(stripTransparent(E->getOperand()));
  }

  const Stmt &Loop;
  const CodeBody &Body;
  const AsyncModel &Model;
  ASTContext &Ctx;
};

} // namespace

std::optional<RetryLoop> retryOf(const Stmt &Loop, const CodeBody &Body,
                                 const AsyncModel &Model) {
  return RetryReader(Loop, Body, Model).read();
}

} // namespace cotidy
