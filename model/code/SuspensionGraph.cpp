#include "model/code/SuspensionGraph.h"
#include "model/code/ExprUtils.h"
#include "model/tasks/Awaitable.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace cotidy {

/// Where control may go on if something in a try block throws.
struct SuspensionGraph::Handlers {
  const CXXTryStmt *Try = nullptr;
  llvm::SmallVector<const CFGBlock *, 2> Blocks;
  /// What the way there destroys.
  llvm::SmallVector<const VarDecl *, 4> Declared;
};

bool canSuspend(const Expr &E, const Catalogue &Known) {
  const Expr *Operand = nullptr;
  if (const auto *Dependent = dyn_cast<DependentCoawaitExpr>(&E))
    Operand = Dependent->getOperand();
  else if (const auto *Await = dyn_cast<CoawaitExpr>(&E))
    Operand = Await->getOperand();
  if (Operand)
    if (const CXXRecordDecl *Class =
            stripTransparent(Operand)->getType()->getAsCXXRecordDecl();
        Class && Known.isAlwaysReady(*Class))
      return false;
  const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&E);
  if (!Suspend || !Suspend->getReadyExpr())
    return true;
  const auto *Ready = dyn_cast<CXXMemberCallExpr>(
      Suspend->getReadyExpr()->IgnoreImplicit()->IgnoreParenImpCasts());
  const CXXMethodDecl *Method = Ready ? Ready->getMethodDecl() : nullptr;
  return !Method || constantAnswer(*Method) != true;
}

std::optional<bool> startsSuspended(const CodeBody &Body,
                                    const Catalogue &Known,
                                    const Awaitables &Types) {
  if (Body.Kind == BodyKind::Plain)
    return false;
  const AwaitableType *Task = Types.find(Body.Function->getReturnType());
  if (Task && Task->Known)
    return Task->Lazy;
  const auto *Coroutine =
      dyn_cast_or_null<CoroutineBodyStmt>(Body.Function->getBody());
  const auto *Start =
      Coroutine ? dyn_cast_or_null<Expr>(Coroutine->getInitSuspendStmt())
                : nullptr;
  if (const auto *Await = dyn_cast_or_null<CoawaitExpr>(
          Start ? Start->IgnoreImplicit() : nullptr))
    return canSuspend(*Await, Known);
  return Task ? Task->Lazy : std::nullopt;
}

SuspensionGraph::SuspensionGraph(const CodeBody &Body, const Catalogue &Known,
                                 ASTContext &Ctx)
    : Body(Body) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddLifetime = true;
  // Destructors of types that are not known yet cannot be asked for.
  Options.AddImplicitDtors = !Body.Dependent;
  Graph = CFG::buildCFG(Body.Function, const_cast<Stmt *>(Body.Body), &Ctx,
                        Options);
  if (!Graph)
    return;
  readTries();
  readBlocks();
  for (const CFGBlock *Block : *Graph) {
    if (!isReachable(Block))
      continue;
    for (const CFGElement &Element : *Block)
      if (std::optional<CFGStmt> Part = Element.getAs<CFGStmt>())
        if (const auto *E = dyn_cast<Expr>(Part->getStmt());
            isa_and_nonnull<CoawaitExpr, DependentCoawaitExpr, CoyieldExpr>(
                E) &&
            canSuspend(*E, Known))
          Found.push_back({E, E->getExprLoc(), isa<CoyieldExpr>(E)});
  }
  const SourceManager &SM = Ctx.getSourceManager();
  llvm::sort(Found, [&SM](const Suspension &A, const Suspension &B) {
    return SM.isBeforeInTranslationUnit(A.Loc, B.Loc);
  });
  for (const Suspension &S : Found)
    ByExpr[S.E] = &S;
}

SuspensionGraph::~SuspensionGraph() = default;

/// Collects the handlers of each try statement, and what its block declares.
void SuspensionGraph::readTries() {
  auto HandlersOf = [this](const CXXTryStmt *Try) -> Handlers & {
    for (Handlers &H : Tries)
      if (H.Try == Try)
        return H;
    Handlers &New = Tries.emplace_back();
    New.Try = Try;
    return New;
  };
  for (const CFGBlock *Block : *Graph)
    if (const auto *Catch = dyn_cast_or_null<CXXCatchStmt>(Block->getLabel()))
      if (const auto *Try =
              dyn_cast_or_null<CXXTryStmt>(Body.parents().getParent(Catch)))
        HandlersOf(Try).Blocks.push_back(Block);
}

/// Finds what control can come to and where each step stands.
void SuspensionGraph::readBlocks() {
  /// The try statements whose block \p S stands in, innermost first.
  auto ForEachTryAround = [this](const Stmt *S, auto Visit) {
    if (Tries.empty())
      return;
    for (const Stmt *P = Body.parents().getParent(S); P;
         S = P, P = Body.parents().getParent(P))
      if (const auto *Try = dyn_cast<CXXTryStmt>(P);
          Try && Try->getTryBlock() == S)
        for (Handlers &H : Tries)
          if (H.Try == Try)
            Visit(H);
  };
  auto CanThrow = [](const Stmt *S) {
    return isa<CallExpr, CXXConstructExpr, CXXThrowExpr, CXXNewExpr,
               CoawaitExpr, CoyieldExpr, DependentCoawaitExpr>(S);
  };
  llvm::SmallVector<const CFGBlock *, 16> Pending = {&Graph->getEntry()};
  Reachable.insert(&Graph->getEntry());
  auto Reach = [&](const CFGBlock *Block) {
    if (Block && Reachable.insert(Block).second)
      Pending.push_back(Block);
  };
  while (!Pending.empty()) {
    const CFGBlock *Block = Pending.pop_back_val();
    for (size_t I = 0; I < Block->size(); ++I) {
      std::optional<CFGStmt> Part = (*Block)[I].getAs<CFGStmt>();
      if (!Part)
        continue;
      const Stmt *S = Part->getStmt();
      Positions.try_emplace(S, Block, I);
      if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
        for (const Decl *D : Declaration->decls())
          if (const auto *Var = dyn_cast<VarDecl>(D)) {
            Declarations.try_emplace(Var, Block, I);
            // A statement that declares several is split, and the parts have
            // no parents; each initialiser has.
            if (const Stmt *Inside = Var->getInit() ? Var->getInit() : S)
              ForEachTryAround(
                  Inside, [Var](Handlers &H) { H.Declared.push_back(Var); });
          }
      }
      if (CanThrow(S))
        ForEachTryAround(S, [&](Handlers &H) {
          Throws[S].push_back(&H);
          for (const CFGBlock *Handler : H.Blocks)
            Reach(Handler);
        });
    }
    for (const CFGBlock *Next : Block->succs())
      Reach(Next);
  }
}

const Suspension *SuspensionGraph::suspension(const Stmt *E) const {
  return ByExpr.lookup(E);
}

SuspensionGraph::Place SuspensionGraph::start() const {
  Place Result;
  if (Graph)
    Result.Block = &Graph->getEntry();
  return Result;
}

SuspensionGraph::Place SuspensionGraph::behind(const Stmt &S) const {
  Place Result;
  for (const Stmt *P = &S; P && Graph; P = Body.parents().getParent(P))
    if (auto It = Positions.find(P); It != Positions.end()) {
      Result.Block = It->second.first;
      Result.Index = It->second.second + 1;
      break;
    }
  return Result;
}

SuspensionGraph::Place SuspensionGraph::behind(const VarDecl &Var) const {
  if (isa<ParmVarDecl>(Var))
    return start();
  Place Result;
  if (auto It = Declarations.find(&Var); It != Declarations.end()) {
    Result.Block = It->second.first;
    Result.Index = It->second.second + 1;
  }
  return Result;
}

static std::optional<bool> undecided(const Expr &) { return std::nullopt; }

void SuspensionGraph::walk(Place From,
                           llvm::function_ref<Go(const Step &)> Visit) const {
  walk(From, Visit, undecided);
}

void SuspensionGraph::walk(Place From,
                           llvm::function_ref<Go(const Step &)> Visit,
                           Decider Decide) const {
  follow(
      From, [&](const Step &At, bool &) { return Visit(At); }, Decide,
      Throwing::IntoHandlers);
}

SuspensionGraph::Exits SuspensionGraph::walkMarked(
    Place From, llvm::function_ref<Go(const Step &, bool &Mark)> Visit) const {
  return follow(From, Visit, undecided, Throwing::NotFollowed);
}

SuspensionGraph::Exits
SuspensionGraph::follow(Place From,
                        llvm::function_ref<Go(const Step &, bool &Mark)> Visit,
                        Decider Decide, Throwing Handled) const {
  Exits Result;
  if (!From)
    return Result;
  struct Path {
    Place At;
    bool Mark;
  };
  llvm::SmallVector<Path, 16> Pending = {{From, false}};
  llvm::DenseSet<std::pair<const CFGBlock *, unsigned>> Seen;
  auto Reach = [&](const CFGBlock *Block, bool Mark) {
    if (!Block || !Seen.insert({Block, Mark}).second)
      return;
    Place Next;
    Next.Block = Block;
    Pending.push_back({Next, Mark});
  };
  auto Throw = [&](const Stmt *S, bool Mark) {
    auto It = Throws.find(S);
    if (It == Throws.end() || Handled == Throwing::NotFollowed)
      return;
    for (const Handlers *H : It->second) {
      // What encloses a try block is reached over the end of what it declares.
      for (const VarDecl *Var : H->Declared)
        if (Visit({nullptr, Var, nullptr}, Mark) == Go::Stop)
          return;
      for (const CFGBlock *Handler : H->Blocks)
        Reach(Handler, Mark);
    }
  };
  auto Passes = [&](const Place &At, bool &Mark) {
    for (size_t I = At.Index; I < At.Block->size(); ++I) {
      const CFGElement &Element = (*At.Block)[I];
      if (auto Part = Element.getAs<CFGStmt>()) {
        const Stmt *S = Part->getStmt();
        if (Visit({S, nullptr, suspension(S)}, Mark) == Go::Stop)
          return false;
        Throw(S, Mark);
      } else if (auto End = Element.getAs<CFGLifetimeEnds>()) {
        if (Visit({nullptr, End->getVarDecl(), nullptr}, Mark) == Go::Stop)
          return false;
      }
    }
    return !At.Block->hasNoReturnElement();
  };
  while (!Pending.empty()) {
    auto [At, Mark] = Pending.pop_back_val();
    if (!Passes(At, Mark))
      continue;
    if (At.Block == &Graph->getExit())
      (Mark ? Result.Marked : Result.Unmarked) = true;
    const Expr *Condition =
        At.Block->getTerminator().isStmtBranch() && At.Block->succ_size() == 2
            ? At.Block->getLastCondition()
            : nullptr;
    std::optional<bool> Taken =
        Condition && !isa_and_nonnull<SwitchStmt>(At.Block->getTerminatorStmt())
            ? Decide(*Condition)
            : std::nullopt;
    if (Taken) {
      Reach(*(At.Block->succ_begin() + (*Taken ? 0 : 1)), Mark);
      continue;
    }
    for (const CFGBlock *Next : At.Block->succs())
      Reach(Next, Mark);
  }
  return Result;
}

llvm::SmallVector<const Suspension *, 4>
SuspensionGraph::spanned(Place From, Predicate Ends) const {
  return spanned(From, Ends, undecided);
}

llvm::SmallVector<const Suspension *, 4>
SuspensionGraph::spanned(Place From, Predicate Ends, Decider Decide) const {
  llvm::SmallVector<const Suspension *, 4> Result;
  walk(
      From,
      [&](const Step &At) {
        if (Ends(At))
          return Go::Stop;
        if (At.Suspends && !llvm::is_contained(Result, At.Suspends))
          Result.push_back(At.Suspends);
        return Go::On;
      },
      Decide);
  // They stand in one vector, which is sorted.
  llvm::sort(Result);
  return Result;
}

llvm::SmallVector<const Suspension *, 4>
SuspensionGraph::spannedBy(const VarDecl &Var) const {
  return spanned(behind(Var), [&Var](const Step &At) {
    if (At.Dies)
      return At.Dies == &Var;
    const auto *Declaration = dyn_cast<DeclStmt>(At.S);
    return Declaration && llvm::is_contained(Declaration->decls(), &Var);
  });
}

std::vector<SuspensionGraph::Crossing>
SuspensionGraph::crossings(Place From, Predicate Is, Predicate Ends) const {
  return crossings(From, Is, Ends, undecided);
}

std::vector<SuspensionGraph::Crossing>
SuspensionGraph::crossings(Place From, Predicate Is, Predicate Ends,
                           Decider Decide) const {
  std::vector<Crossing> Result;
  for (const Suspension *S : spanned(From, Ends, Decide))
    walk(
        behind(*S->E),
        [&](const Step &At) {
          if (At.S && Is(At)) {
            auto Known = llvm::find_if(
                Result, [&At](const Crossing &C) { return C.Use == At.S; });
            if (Known == Result.end())
              Known = Result.insert(Result.end(), {At.S, {}});
            if (!llvm::is_contained(Known->Over, S))
              Known->Over.push_back(S);
          }
          return Ends(At) ? Go::Stop : Go::On;
        },
        Decide);
  llvm::sort(Result, [](const Crossing &A, const Crossing &B) {
    return A.Use->getBeginLoc() < B.Use->getBeginLoc();
  });
  return Result;
}

} // namespace cotidy
