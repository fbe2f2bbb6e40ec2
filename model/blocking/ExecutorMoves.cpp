#include "model/blocking/ExecutorMoves.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace cotidy {

/// The places of one body's statements, from one of the two at its start.
class ExecutorMoves::Flow {
public:
  Flow(const CodeBody &Body, ASTContext &Ctx,
       const llvm::DenseMap<const Stmt *, Effect> &Awaits, Place Start)
      : Body(Body), Awaits(Awaits) {
    CFG::BuildOptions Options;
    Options.setAllAlwaysAdd();
    Options.AddImplicitDtors = !Body.Dependent;
    Graph = CFG::buildCFG(Body.Function, const_cast<Stmt *>(Body.Body), &Ctx,
                          Options);
    if (Graph)
      run(Start);
  }

  explicit operator bool() const { return Graph != nullptr; }

  /// Where control leaves the body, exceptions aside.
  uint8_t atExit() const { return Exit; }

  /// Where \p S runs; what the graph leaves out runs where the expression
  /// around it does.
  uint8_t at(const Stmt *S) const {
    for (; S; S = Body.parents().getParent(S))
      if (auto It = Statements.find(S); It != Statements.end())
        return It->second;
    return OnLoop;
  }

  uint8_t atDestructionOf(const ValueDecl *Var) const {
    auto It = Destructions.find(Var);
    return It == Destructions.end() ? OnLoop : It->second;
  }

private:
  void run(Place Start) {
    for (const CFGBlock *Block : *Graph)
      if (const auto *Catch = dyn_cast_or_null<CXXCatchStmt>(Block->getLabel()))
        Handlers[Body.parents().getParent(Catch)].push_back(Block);
    reach(&Graph->getEntry(), Start);
    while (!Pending.empty()) {
      const CFGBlock *Block = Pending.pop_back_val();
      uint8_t Places = pass(*Block, Before.lookup(Block));
      for (const CFGBlock *Next : Block->succs())
        if (Next)
          reach(Next, Places);
    }
    Exit = Before.lookup(&Graph->getExit());
  }

  void reach(const CFGBlock *Block, uint8_t Places) {
    uint8_t &Known = Before[Block];
    if (Known == (Known | Places))
      return;
    Known |= Places;
    Pending.insert(Block);
  }

  /// What runs in a try block may go on in each of its handlers.
  void mayThrow(const Stmt *S, uint8_t Places) {
    if (Handlers.empty())
      return;
    for (const Stmt *P = Body.parents().getParent(S); P;
         S = P, P = Body.parents().getParent(P))
      if (const auto *Try = dyn_cast<CXXTryStmt>(P);
          Try && Try->getTryBlock() == S)
        for (const CFGBlock *Handler : Handlers.lookup(Try))
          reach(Handler, Places);
  }

  uint8_t pass(const CFGBlock &Block, uint8_t Places) {
    for (const CFGElement &Element : Block) {
      if (auto Destruction = Element.getAs<CFGAutomaticObjDtor>())
        Destructions[Destruction->getVarDecl()] |= Places;
      std::optional<CFGStmt> Part = Element.getAs<CFGStmt>();
      if (!Part)
        continue;
      const Stmt *S = Part->getStmt();
      Statements[S] |= Places;
      mayThrow(S, Places);
      if (auto It = Awaits.find(S); It != Awaits.end()) {
        Places = It->second(Places);
        mayThrow(S, Places);
      }
    }
    if (const Stmt *Loop = Block.getTerminatorStmt())
      Statements[Loop] |= Places;
    return Places;
  }

  const CodeBody &Body;
  const llvm::DenseMap<const Stmt *, Effect> &Awaits;
  std::unique_ptr<CFG> Graph;
  llvm::DenseMap<const CFGBlock *, uint8_t> Before;
  llvm::DenseMap<const Stmt *, uint8_t> Statements;
  llvm::DenseMap<const ValueDecl *, uint8_t> Destructions;
  llvm::DenseMap<const Stmt *, llvm::SmallVector<const CFGBlock *, 2>> Handlers;
  llvm::SetVector<const CFGBlock *> Pending;
  uint8_t Exit = Nowhere;
};

ExecutorMoves::ExecutorMoves(std::deque<CodeBody> &Bodies,
                             const Catalogue &Known, ASTContext &Ctx)
    : Known(Known), Ctx(Ctx) {
  for (const CodeBody &Body : Bodies)
    if (Body.Kind == BodyKind::Coroutine)
      Definitions.try_emplace(Body.Function->getCanonicalDecl(), &Body);
}

bool ExecutorMoves::has(const BodyCall &Call, RuntimeRole Role) const {
  return Known.function(Call.Site, Role, Ctx) != nullptr;
}

/// Whether a member call of \p F may run another function.
static bool mayBeOverridden(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method && Method->isVirtual() && !Method->hasAttr<FinalAttr>() &&
         !Method->getParent()->hasAttr<FinalAttr>();
}

ExecutorMoves::Effect ExecutorMoves::effectOf(const BodyCall &Call) {
  constexpr Effect Leave{OffLoop, OffLoop}, Return{OnLoop, OnLoop},
      Hop{OffLoop, OnLoop};
  if (!Call.InAwaitOperand)
    return {};
  if (has(Call, RuntimeRole::Move))
    return has(Call, RuntimeRole::MoveBack) ? Hop : Leave;
  for (RuntimeRole Role : {RuntimeRole::MoveBack, RuntimeRole::Yield,
                           RuntimeRole::Sleep, RuntimeRole::LoopCallback})
    if (has(Call, Role))
      return Return;
  if (!Call.Awaited || mayBeOverridden(*Call.Site.Callee))
    return {};
  const CodeBody *Child =
      Definitions.lookup(Call.Site.Callee->getCanonicalDecl());
  // A front end may skip the bodies of other files.
  if (!Child || !Ctx.getSourceManager().isWrittenInSameFile(
                    Call.Site.Loc, Child->Body->getBeginLoc()))
    return {};
  const CXXRecordDecl *Task =
      Child->Function->getReturnType()->getAsCXXRecordDecl();
  const RuntimeType *Type = Task ? Known.type(*Task) : nullptr;
  return Type && Type->ReturnsHome ? Effect() : effectOf(*Child);
}

llvm::DenseMap<const Stmt *, ExecutorMoves::Effect>
ExecutorMoves::awaitsThatMove(const CodeBody &Body) {
  llvm::SmallVector<std::pair<const BodyCall *, Effect>, 4> Calls;
  for (const BodyCall &Call : Body.Calls)
    if (Effect E = effectOf(Call); Call.Site.E && !E.keeps())
      Calls.push_back({&Call, E});
  llvm::DenseMap<const Stmt *, Effect> Awaits;
  for (auto [Call, E] : Calls) {
    const Stmt *Await = Call->Site.E;
    while (Await && !isa<CoawaitExpr, DependentCoawaitExpr>(Await))
      Await = Body.parents().getParent(Await);
    auto [It, New] = Awaits.try_emplace(Await, E);
    // `async_read(s, b, bind_executor(pool, token))`: the token decides.
    if (!New && E.FromOn == OffLoop)
      It->second = E;
  }
  return Awaits;
}

ExecutorMoves::Effect ExecutorMoves::effectOf(const CodeBody &Body) {
  if (auto It = Effects.find(&Body); It != Effects.end())
    return It->second;
  // What a recursion does, the call that ends it does.
  if (!InProgress.insert(&Body).second)
    return {};
  Effect Result;
  if (auto Awaits = awaitsThatMove(Body); !Awaits.empty()) {
    Flow FromOn(Body, Ctx, Awaits, OnLoop), FromOff(Body, Ctx, Awaits, OffLoop);
    if (FromOn.atExit() && FromOff.atExit())
      Result = {FromOn.atExit(), FromOff.atExit()};
  }
  InProgress.erase(&Body);
  return Effects[&Body] = Result;
}

void ExecutorMoves::mark(CodeBody &Body) {
  auto Awaits = awaitsThatMove(Body);
  Place Start = Known.startsElsewhere(*Body.Function) ? OffLoop : OnLoop;
  if (Start == OnLoop && llvm::none_of(Awaits, [](const auto &Await) {
        return Await.second.FromOn & OffLoop;
      }))
    return;
  Flow Places(Body, Ctx, Awaits, Start);
  if (!Places)
    return;
  llvm::SmallVector<SourceLocation, 8> Stays;
  auto Mark = [&](SourceLocation Loc, uint8_t Where) {
    if (Where == OffLoop)
      Body.OffLoop.insert(Loc);
    else
      Stays.push_back(Loc);
    return Where == OffLoop;
  };
  for (BodyCall &Call : Body.Calls)
    Call.OffLoop = Call.Site.E ? Mark(Call.Site.Loc, Places.at(Call.Site.E))
                               : Places.atDestructionOf(Call.Result) == OffLoop;
  for (const Stmt *Loop : Body.Loops)
    Mark(Loop->getBeginLoc(), Places.at(Loop));
  // Of several calls that begin in one place, one may stay.
  for (SourceLocation Loc : Stays)
    Body.OffLoop.erase(Loc);
}

} // namespace cotidy
