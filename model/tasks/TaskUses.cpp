#include "model/tasks/TaskUses.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopCondition.h"
#include "model/llvm/Compat.h"
#include "clang/AST/ASTContext.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <deque>

using namespace clang;

namespace cotidy {
namespace {

/// What a place in the body does to the task in a variable.
struct Event {
  enum Kind {
    Fill,    ///< a task is put in, may be, or is asked for
    Consume, ///< it is used up
    Look     ///< it is returned, passed or called: it must be there
  };
  Kind K;
  UseUp How = UseUp::Nothing;
  bool Returned = false;
  const Expr *At = nullptr;
};

struct Tracked {
  const AwaitableType *Type = nullptr;
  const DeclStmt *Declaration = nullptr;
  bool StartsEmpty = false;
  bool Escapes = false; ///< something else can fill it or use it
  bool Consumed = false;
  llvm::DenseMap<const Stmt *, Event> Events; ///< by the element of the graph
};

using Variables = llvm::MapVector<const VarDecl *, Tracked>;

bool isMovable(const CXXRecordDecl &Record) {
  const CXXRecordDecl *Class = Record.getDefinition();
  return Class &&
         llvm::none_of(Class->ctors(),
                       [](const CXXConstructorDecl *C) {
                         return C->isCopyConstructor() && !C->isDeleted() &&
                                !C->isImplicit();
                       }) &&
         !Class->hasSimpleCopyConstructor();
}

bool awaitUsesUp(const AwaitableType &Type) {
  return Type.Await == AwaitRule::RvalueOnly ||
         Type.Await == AwaitRule::Single ||
         Type.Await == AwaitRule::LvalueConsumes;
}

class Reader {
public:
  Reader(const CodeBody &Body, const AsyncModel &Model)
      : Body(Body), Model(Model) {}

  Variables read() {
    for (const ParmVarDecl *Param : Body.Function->parameters())
      track(*Param, nullptr);
    for (const VarDecl *Var : Body.Locals)
      if (Var->hasLocalStorage() && Var->getDeclContext() == Body.Function)
        track(*Var, nullptr);
    if (Found.empty())
      return std::move(Found);
    for (const BodyCall &Call : Body.Calls)
      if (Call.Site.E)
        Calls[Call.Site.E] = &Call;
    for (const Expr *E : Body.Suspensions)
      if (const auto *Await = dyn_cast<CoawaitExpr>(E))
        if (const auto *Ref =
                dyn_cast<DeclRefExpr>(stripTransparent(Await->getOperand())))
          Awaited.insert(Ref);
    walk(Body.Body, /*Nested=*/false);
    Found.remove_if([](const auto &Entry) {
      return Entry.second.Escapes ||
             (!Entry.second.Consumed && !Entry.second.StartsEmpty);
    });
    return std::move(Found);
  }

private:
  void track(const VarDecl &Var, const DeclStmt *Declaration) {
    if (Var.getType()->isReferenceType() || Var.isInitCapture() ||
        isa<DecompositionDecl>(Var))
      return;
    const AwaitableType *Type = Model.awaitables().find(Var.getType());
    if (!Type || !isMovable(*Type->Record) || Type->Kind == TypeKind::Detached)
      return;
    Tracked &T = Found[&Var];
    T.Type = Type;
    T.Declaration = Declaration;
    const auto *Init = dyn_cast_or_null<CXXConstructExpr>(
        Var.getInit() ? Var.getInit()->IgnoreImplicit() : nullptr);
    T.StartsEmpty = !isa<ParmVarDecl>(Var) && Init &&
                    Type->Kind == TypeKind::Task &&
                    Init->getConstructor()->isDefaultConstructor() &&
                    Init->getNumArgs() == 0 && Type->Await != AwaitRule::Multi;
  }

  void walk(const Stmt *S, bool Nested) {
    if (!S)
      return;
    if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D))
          if (auto It = Found.find(Var); It != Found.end())
            It->second.Declaration = Declaration;
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()))
        if (auto It = Found.find(Var); It != Found.end())
          note(It->second, *Ref, Nested);
    } else if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      for (const auto &[Capture, Init] :
           llvm::zip(Lambda->captures(), Lambda->capture_inits())) {
        if (Lambda->isInitCapture(&Capture))
          walk(Init, Nested);
        else if (Capture.capturesVariable())
          if (const auto *Var = dyn_cast<VarDecl>(Capture.getCapturedVar()))
            if (auto It = Found.find(Var); It != Found.end())
              It->second.Escapes = true;
      }
      walk(Lambda->getBody(), /*Nested=*/true);
      return;
    }
    for (const Stmt *Child : S->children())
      walk(Child, Nested);
  }

  const Stmt *parent(const Stmt &S) const {
    return Body.parents().getParent(&S);
  }

  /// The nearest expression around \p E that a reader sees.
  const Stmt *visibleParent(const Expr &E, const Expr *&Child) const {
    Child = &E;
    const Stmt *P = parent(E);
    while (isa_and_nonnull<ParenExpr, ImplicitCastExpr, FullExpr,
                           MaterializeTemporaryExpr, CXXBindTemporaryExpr>(P)) {
      Child = cast<Expr>(P);
      P = parent(*P);
    }
    return P;
  }

  void note(Tracked &T, const DeclRefExpr &Ref, bool Nested) {
    if (Nested || Ref.refersToEnclosingVariableOrCapture()) {
      T.Escapes = true;
      return;
    }
    const Expr *Child = nullptr;
    const Stmt *P = visibleParent(Ref, Child);
    if (!P || T.Events.contains(&Ref))
      return;
    bool Moved = false;
    if (const auto *Call = dyn_cast_or_null<CallExpr>(P);
        Call && isStdMoveOrForward(*Call)) {
      Moved = true;
      P = visibleParent(*Call, Child);
    }
    auto Consume = [&](UseUp How, bool Returned = false) {
      T.Events[&Ref] = {Event::Consume, How, Returned, &Ref};
      T.Consumed = true;
    };
    auto Look = [&](UseUp How) {
      T.Events[&Ref] = {Event::Look, How, false, &Ref};
    };
    const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(P);
    if (!P)
      return;
    if (Awaited.contains(&Ref)) {
      if (awaitUsesUp(*T.Type))
        Consume(UseUp::Await);
      else
        Look(UseUp::Await);
    } else if (isa<ReturnStmt, CoreturnStmt>(P) ||
               (isa<CXXConstructExpr>(P) && isReturned(*P))) {
      Consume(UseUp::Move, /*Returned=*/true);
    } else if (Operator && Operator->getOperator() == OO_Equal &&
               Operator->getArg(0) == Child) {
      T.Events[Operator] = {Event::Fill};
    } else if (const auto *Member = dyn_cast<MemberExpr>(P)) {
      noteMember(T, Ref, *Member, Moved, Consume, Look);
    } else if (isa<CXXConstructExpr, CallExpr, InitListExpr, LambdaExpr>(P)) {
      if (Moved)
        Consume(UseUp::Move);
      else
        T.Escapes = true; // by reference: it may be filled or emptied there
    } else if (const auto *Cast = dyn_cast<ExplicitCastExpr>(P);
               Cast && Cast->getType()->isVoidType()) {
      // says that it is not used
    } else if (!Moved || isa<DeclStmt>(P)) {
      T.Escapes = true;
    }
  }

  /// Whether \p Construct makes what a function returns.
  bool isReturned(const Stmt &Construct) const {
    const auto *E = cast<CXXConstructExpr>(&Construct);
    if (!E->getConstructor()->isCopyOrMoveConstructor())
      return false;
    const Expr *Child = nullptr;
    return isa_and_nonnull<ReturnStmt, CoreturnStmt>(visibleParent(*E, Child));
  }

  template <typename ConsumeT, typename LookT>
  void noteMember(Tracked &T, const DeclRefExpr &Ref, const MemberExpr &Member,
                  bool Moved, ConsumeT Consume, LookT Look) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Member.getMemberDecl());
    const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(parent(Member));
    if (!Method || !Call)
      return;
    auto It = Calls.find(Call);
    const BodyCall *Known = It == Calls.end() ? nullptr : It->second;
    bool Takes = false;
    if (Known)
      for (RuntimeRole Role :
           {RuntimeRole::Sink, RuntimeRole::Bridge, RuntimeRole::Combinator}) {
        // result.get() takes the value out, result.wait() leaves it in.
        if (Role == RuntimeRole::Bridge && !givesValue(*T.Type, *Call))
          continue;
        const RuntimeFunction *Taker =
            Model.catalogue().function(Known->Site, Role, Model.context(), -1);
        Takes |= Taker && !Taker->LeavesValue;
      }
    bool Once = awaitUsesUp(*T.Type);
    if (Moved || Method->getRefQualifier() == RQ_RValue || (Takes && Once))
      Consume(UseUp::Handed);
    else if (Takes)
      Look(UseUp::Handed);
    else // it may be filled, or what is asked tells that it is not empty
      T.Events.try_emplace(&Ref, Event{Event::Fill});
  }

  /// Whether \p Call, which waits for a task, returns what the task gives.
  bool givesValue(const AwaitableType &Type, const CallExpr &Call) const {
    const ASTContext &Ctx = Model.context();
    QualType Value = Model.awaitables().valueOf(canonicalType(*Type.Record));
    return !Value.isNull() && !Value->isVoidType() &&
           Ctx.hasSameUnqualifiedType(Value.getNonReferenceType(),
                                      Call.getType().getNonReferenceType());
  }

  const CodeBody &Body;
  const AsyncModel &Model;
  Variables Found;
  llvm::DenseMap<const Stmt *, const BodyCall *> Calls;
  llvm::SmallPtrSet<const Stmt *, 8> Awaited;
};

/// The states that paths can bring a variable to a place in.
enum : unsigned { MayHold = 1, MayBeUsedUp = 2 };

class Flow {
public:
  Flow(const CFG &Graph, const VarDecl &Var, const Tracked &T)
      : Graph(Graph), Var(Var), T(T) {}

  std::optional<SecondUse> run(const CodeBody &Body) {
    llvm::DenseMap<const CFGBlock *, State> In;
    State Start;
    Start.Bits = isa<ParmVarDecl>(Var) ? MayHold : 0;
    In[&Graph.getEntry()] = Start;
    std::deque<const CFGBlock *> Pending{&Graph.getEntry()};
    while (!Pending.empty()) {
      const CFGBlock *Block = Pending.front();
      Pending.pop_front();
      State S = In[Block];
      forEachStep(*Block, [&](const Stmt &At) { step(At, S); });
      for (const CFGBlock *Next : Block->succs()) {
        if (!Next)
          continue;
        State &Target = In[Next];
        State Before = Target;
        Target.join(S);
        if (!(Target == Before) || Seen.insert(Next).second)
          Pending.push_back(Next);
      }
    }
    std::optional<SecondUse> Result;
    for (const CFGBlock *Block : llvm::reverse(Graph)) {
      auto It = In.find(Block);
      if (It == In.end())
        continue;
      State S = It->second;
      forEachStep(*Block, [&](const Stmt &At) {
        if (std::optional<SecondUse> Use = secondUse(At, S, Body);
            Use && (!Result || isBefore(*Use->Use, *Result->Use, Body)))
          Result = Use;
        step(At, S);
      });
    }
    return Result;
  }

private:
  struct State {
    unsigned Bits = 0;
    const Event *First = nullptr; ///< the place that used it up
    void join(const State &Other) {
      Bits |= Other.Bits;
      if (!First)
        First = Other.First;
    }
    bool operator==(const State &) const = default;
  };

  /// The statements of \p Block in their order. The operand of an await stands
  /// in the graph more than once.
  static void forEachStep(const CFGBlock &Block,
                          llvm::function_ref<void(const Stmt &)> Visit) {
    llvm::SmallPtrSet<const Stmt *, 16> Met;
    for (const CFGElement &Element : Block)
      if (std::optional<CFGStmt> Part = Element.getAs<CFGStmt>();
          Part && Met.insert(Part->getStmt()).second)
        Visit(*Part->getStmt());
  }

  static bool isBefore(const Expr &A, const Expr &B, const CodeBody &Body) {
    return Body.Function->getASTContext()
        .getSourceManager()
        .isBeforeInTranslationUnit(A.getBeginLoc(), B.getBeginLoc());
  }

  void step(const Stmt &S, State &Now) const {
    if (&S == T.Declaration || declaresVariable(S)) {
      Now.Bits = T.StartsEmpty ? MayBeUsedUp : MayHold;
      Now.First = nullptr;
      return;
    }
    auto It = T.Events.find(&S);
    if (It == T.Events.end())
      return;
    if (It->second.K == Event::Fill) {
      Now.Bits = MayHold;
      Now.First = nullptr;
    } else if (It->second.K == Event::Consume) {
      Now.Bits = MayBeUsedUp;
      Now.First = &It->second;
    }
  }

  bool declaresVariable(const Stmt &S) const {
    const auto *Declaration = dyn_cast<DeclStmt>(&S);
    return Declaration && llvm::is_contained(Declaration->decls(), &Var);
  }

  std::optional<SecondUse> secondUse(const Stmt &S, const State &Now,
                                     const CodeBody &Body) const {
    auto It = T.Events.find(&S);
    if (It == T.Events.end() || It->second.K == Event::Fill ||
        !(Now.Bits & MayBeUsedUp))
      return std::nullopt;
    const Event &Use = It->second;
    // An empty task may be moved about until one is put into it.
    if (!Now.First && Use.How != UseUp::Await && !Use.Returned)
      return std::nullopt;
    bool Always = Now.Bits == MayBeUsedUp;
    bool SameInLoop = Now.First == &Use;
    // An assertion macro says its argument again where it has failed.
    if (Now.First && !SameInLoop &&
        isSameText(*Now.First->At, *Use.At, Body.Function->getASTContext()))
      return std::nullopt;
    if (!Always &&
        !(Now.First && (SameInLoop ? isUnconditionalInLoop(*Use.At, Body)
                                   : comesTo(*Now.First->At, S))))
      return std::nullopt;
    SecondUse Result;
    Result.Variable = &Var;
    Result.Type = T.Type;
    Result.Use = Use.At;
    Result.How = Use.How;
    Result.Returned = Use.Returned;
    Result.SameInLoop = SameInLoop;
    if (Now.First) {
      Result.First = Now.First->At;
      Result.FirstHow = Now.First->How;
    }
    return Result;
  }

  /// Whether \p A and \p B are one text, which a macro has expanded twice.
  static bool isSameText(const Expr &A, const Expr &B, const ASTContext &Ctx) {
    const SourceManager &SM = Ctx.getSourceManager();
    return A.getBeginLoc().isMacroID() && B.getBeginLoc().isMacroID() &&
           SM.getSpellingLoc(A.getBeginLoc()) ==
               SM.getSpellingLoc(B.getBeginLoc());
  }

  /// Whether each round of the loop around \p Use passes it: nothing but blocks
  /// stands between them, and nothing leaves the loop in them.
  bool isUnconditionalInLoop(const Expr &Use, const CodeBody &Body) const {
    const Stmt *Child = &Use;
    for (const Stmt *P = Body.parents().getParent(Child); P;
         Child = P, P = Body.parents().getParent(P)) {
      if (isa<IfStmt, SwitchStmt, ConditionalOperator, CXXTryStmt,
              CXXCatchStmt>(P))
        return false;
      if (const auto *Binary = dyn_cast<BinaryOperator>(P);
          Binary && Binary->isLogicalOp() && Child == Binary->getRHS())
        return false;
      if (isMacroWrapper(*P))
        continue;
      if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(P))
        return !mayLeave(P);
    }
    return false;
  }

  static bool mayLeave(const Stmt *S) {
    if (!S || isa<LambdaExpr>(S))
      return false;
    if (isa<BreakStmt, ReturnStmt, CoreturnStmt, GotoStmt, CXXThrowExpr>(S))
      return true;
    return llvm::any_of(S->children(), mayLeave);
  }

  /// Whether every path from \p First that ends comes to \p Second.
  bool comesTo(const Expr &First, const Stmt &Second) const {
    llvm::SmallVector<std::pair<const CFGBlock *, size_t>, 8> Pending;
    for (const CFGBlock *Block : Graph)
      for (size_t I = 0; I < Block->size(); ++I)
        if (std::optional<CFGStmt> Part = (*Block)[I].getAs<CFGStmt>();
            Part && Part->getStmt() == &First)
          Pending.push_back({Block, I + 1});
    llvm::SmallPtrSet<const CFGBlock *, 16> Visited;
    bool Reached = false;
    while (!Pending.empty()) {
      auto [Block, Index] = Pending.pop_back_val();
      bool Stops = false;
      for (; Index < Block->size() && !Stops; ++Index)
        if (std::optional<CFGStmt> Part = (*Block)[Index].getAs<CFGStmt>()) {
          auto It = T.Events.find(Part->getStmt());
          if (It != T.Events.end() && It->second.K == Event::Fill)
            return false;
          if (Part->getStmt() == &Second)
            Stops = Reached = true;
          else if (isa<CXXThrowExpr>(Part->getStmt()))
            Stops = true;
        }
      if (Stops || Block->hasNoReturnElement())
        continue;
      for (const CFGBlock *Next : Block->succs()) {
        if (Next == &Graph.getExit())
          return false;
        if (Next && Visited.insert(Next).second)
          Pending.push_back({Next, 0});
      }
    }
    return Reached;
  }

  const CFG &Graph;
  const VarDecl &Var;
  const Tracked &T;
  llvm::SmallPtrSet<const CFGBlock *, 16> Seen;
};

} // namespace

llvm::SmallVector<SecondUse, 2> secondUses(const CodeBody &Body,
                                           const AsyncModel &Model) {
  llvm::SmallVector<SecondUse, 2> Result;
  if (Body.Dependent)
    return Result;
  Variables Found = Reader(Body, Model).read();
  if (Found.empty())
    return Result;
  CFG::BuildOptions Options;
  Options.setAlwaysAdd(Stmt::DeclRefExprClass);
  Options.setAlwaysAdd(Stmt::CXXOperatorCallExprClass);
  Options.setAlwaysAdd(Stmt::CXXThrowExprClass);
  std::unique_ptr<CFG> Graph = CFG::buildCFG(
      Body.Function, const_cast<Stmt *>(Body.Body), &Model.context(), Options);
  if (!Graph)
    return Result;
  for (const auto &[Var, T] : Found)
    if (std::optional<SecondUse> Use = Flow(*Graph, *Var, T).run(Body))
      Result.push_back(*Use);
  return Result;
}

} // namespace cotidy
