#include "model/BorrowedLocals.h"
#include "model/ExprUtils.h"
#include "model/ReferenceKind.h"
#include "model/StandardNames.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace cotidy {
namespace {

const Expr *withoutCasts(const Expr *E) {
  while (E) {
    const Expr *Next = E->IgnoreParenCasts();
    if (const auto *Call = dyn_cast<CallExpr>(Next);
        Call && isStdMoveOrForward(*Call))
      Next = Call->getArg(0);
    if (Next == E)
      break;
    E = Next;
  }
  return E;
}

/// The local variable of \p Function whose object, or a part of it, \p E is; or
/// null.
const VarDecl *localBehind(const Expr *E, const FunctionDecl &Function) {
  E = withoutCasts(E);
  while (const auto *Member = dyn_cast_or_null<MemberExpr>(E)) {
    if (Member->isArrow() || !isa<FieldDecl>(Member->getMemberDecl()) ||
        Member->getMemberDecl()->getType()->isReferenceType())
      return nullptr;
    E = withoutCasts(Member->getBase());
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType() &&
                 Var->getDeclContext() == &Function
             ? Var
             : nullptr;
}

/// Whether objects of type \p T hold what a view of them refers to.
bool ownsElements(QualType T, const Catalogue &Known) {
  return T->isArrayType() ||
         (T->isRecordType() && referenceKind(T, Known) == ReferenceKind::None);
}

/// The object that \p Call gives a view, an iterator or a pointer into:
/// `s.data()`, `std::ref(x)`, `asio::buffer(s)`. Null for other calls.
const Expr *viewedBy(const CallExpr &Call, const Catalogue &Known) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return nullptr;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    bool Gives =
        isa<CXXConversionDecl>(Method) ||
        (Method->getIdentifier() && inStandardLibrary(*Method) &&
         llvm::is_contained({"begin", "cbegin", "end", "data", "c_str"},
                            Method->getName()));
    return Gives ? Member->getImplicitObjectArgument() : nullptr;
  }
  if (Call.getNumArgs() == 0)
    return nullptr;
  if (llvm::is_contained({"ref", "cref", "begin", "cbegin", "end", "data"},
                         standardCallee(Call)))
    return Call.getArg(0);
  // Asio's buffer() and its like.
  const SourceManager &SM = Callee->getASTContext().getSourceManager();
  bool IsLibrarys = SM.isInSystemHeader(Callee->getLocation());
  return IsLibrarys && !Callee->isOverloadedOperator() &&
                 Callee->getParamDecl(0)->getType()->isLValueReferenceType() &&
                 referenceKind(Call.getType(), Known) == ReferenceKind::View
             ? Call.getArg(0)
             : nullptr;
}

/// Unlike withoutCasts(), stops at temporaries.
const Expr *withoutConversions(const Expr *E) {
  while (E) {
    const Expr *Next = E->IgnoreParens();
    if (const auto *Cast = dyn_cast<CastExpr>(Next))
      Next = Cast->getSubExpr();
    else if (const auto *Full = dyn_cast<FullExpr>(Next))
      Next = Full->getSubExpr();
    else if (const auto *Call = dyn_cast<CallExpr>(Next);
             Call && isStdMoveOrForward(*Call))
      Next = Call->getArg(0);
    if (Next == E)
      break;
    E = Next;
  }
  return E;
}

/// What the view or pointer \p E is made from, or null.
const Expr *viewed(const Expr *E, const Catalogue &Known) {
  E = withoutConversions(E);
  while (E) {
    if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E)) {
      if (ownsElements(Temporary->getType(), Known))
        return E;
      E = withoutConversions(Temporary->getSubExpr());
    } else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = withoutConversions(Bind->getSubExpr());
    else if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(E))
      E = List->getSubExpr();
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
             Construct && Construct->getNumArgs() >= 1)
      E = withoutConversions(Construct->getArg(0));
    else if (const auto *Call = dyn_cast<CallExpr>(E)) {
      const Expr *Whole = viewedBy(*Call, Known);
      if (!Whole)
        return E;
      E = withoutConversions(Whole);
    } else
      return E;
  }
  return E;
}

bool isTemporary(const Expr *E) {
  const Expr *Inner = E->IgnoreParens();
  while (const auto *Cast = dyn_cast<ImplicitCastExpr>(Inner))
    Inner = Cast->getSubExpr()->IgnoreParens();
  const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner);
  return Temporary && !Temporary->getExtendingDecl();
}

/// Fills \p Result where \p E for a parameter of type \p Param refers to a
/// local of \p Function or a temporary.
bool borrows(QualType Param, const Expr *E, const FunctionDecl &Function,
             const Catalogue &Known, Borrowed &Result) {
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    E = Default->getExpr();
  Result.Argument = E;
  ReferenceKind Kind = referenceKind(Param, Known);
  Result.IsMoved = Kind == ReferenceKind::RValue;
  switch (Kind) {
  case ReferenceKind::None:
    return false;
  case ReferenceKind::LValue:
  case ReferenceKind::RValue:
    if (isTemporary(E))
      return true;
    Result.Variable = localBehind(E, Function);
    return Result.Variable;
  case ReferenceKind::Pointer:
    if (const auto *Address = dyn_cast<UnaryOperator>(E->IgnoreParenCasts());
        Address && Address->getOpcode() == UO_AddrOf) {
      Result.Variable = localBehind(Address->getSubExpr(), Function);
      return Result.Variable;
    }
    break;
  case ReferenceKind::View:
  case ReferenceKind::Iterator:
    break;
  }
  const Expr *From = viewed(E, Known);
  if (!From ||
      (Kind == ReferenceKind::Pointer && From == withoutConversions(E)))
    return false;
  if (isa<MaterializeTemporaryExpr>(From))
    return ownsElements(From->getType(), Known) && isTemporary(From);
  Result.Variable = localBehind(From, Function);
  return Result.Variable && ownsElements(Result.Variable->getType(), Known);
}

/// Whether \p Call keeps its caller until other work is over, so that what the
/// caller owns lives on: it waits for a thread, runs the loop.
bool waitsForOthers(const BodyCall &Call, const AsyncModel &Model) {
  const Catalogue &Known = Model.catalogue();
  const ASTContext &Ctx = Model.context();
  if (Known.function(Call.Site, RuntimeRole::Bridge, Ctx))
    return true;
  if (const BlockingEntry *Entry = Known.blocking(Call.Site, Ctx))
    return Entry->Category == "wait" || Entry->Category == "bridge" ||
           Entry->Category == "sleep";
  // Loops that projects write for themselves are named alike.
  const FunctionDecl &Callee = *Call.Site.Callee;
  if (!Callee.getIdentifier())
    return false;
  StringRef Name = Callee.getName();
  return Name.starts_with_insensitive("run") ||
         Name.starts_with_insensitive("wait") ||
         Name.starts_with_insensitive("join") ||
         Name.starts_with_insensitive("poll") ||
         Name.starts_with_insensitive("sync") ||
         Name.starts_with_insensitive("loop") ||
         Name.starts_with_insensitive("block");
}

/// Walks the control-flow graph of a body from an expression on.
class Walk {
public:
  Walk(const CodeBody &Body, const AsyncModel &Model) {
    CFG::BuildOptions Options;
    Options.AddLifetime = true;
    Options.setAllAlwaysAdd();
    Graph = CFG::buildCFG(Body.Function, const_cast<Stmt *>(Body.Body),
                          &Model.context(), Options);
  }

  /// Whether control can go to the end of \p Var, where it does not wait for
  /// others at one of \p Waits.
  LocalEnd toEnd(const VarDecl *Var, const Expr &From,
                 const llvm::DenseSet<const Stmt *> &Waits) {
    LocalEnd Result = LocalEnd::NotReached;
    run(From, [&](const CFGElement &Element, bool &Awaited) {
      if (Var && ends(Element, *Var)) {
        Result = Awaited && Result != LocalEnd::Reached ? LocalEnd::AfterAwait
                                                        : LocalEnd::Reached;
        return true;
      }
      const Stmt *S = statement(Element);
      Awaited |= isa_and_nonnull<CoawaitExpr, CoyieldExpr>(S);
      return S && (Waits.contains(S) || isa<CXXThrowExpr>(S));
    });
    if (AtExit)
      Result = LocalEnd::Reached;
    else if (AtExitAwaited && Result == LocalEnd::NotReached)
      Result = LocalEnd::AfterAwait;
    return Result;
  }

  const DeclRefExpr *toUse(const VarDecl *Var, const Expr &From,
                           ArrayRef<const DeclRefExpr *> Uses) {
    const DeclRefExpr *Result = nullptr;
    const ValueDecl *Task = Uses.front()->getDecl();
    const Expr *Init = cast<VarDecl>(Task)->getInit();
    bool MadeHere =
        Init && Init->getSourceRange().fullyContains(From.getSourceRange());
    run(From, [&](const CFGElement &Element, bool &Ended) {
      // A temporary is gone at once.
      Ended |= !Var || ends(Element, *Var);
      const Stmt *S = statement(Element);
      if (!S)
        return false;
      // The next round of a loop has a task of its own.
      const auto *Declaration = dyn_cast<DeclStmt>(S);
      if (S == &From || (!MadeHere && Declaration &&
                         llvm::is_contained(Declaration->decls(), Task)))
        return true;
      if (Ended && !Result && llvm::is_contained(Uses, S))
        Result = cast<DeclRefExpr>(S);
      return Result != nullptr;
    });
    return Result;
  }

private:
  /// Calls \p Visit for each element that control can get to from behind
  /// \p From, with a flag that it sets for the elements behind it. Where it
  /// returns true, the path ends.
  void run(const Expr &From,
           llvm::function_ref<bool(const CFGElement &, bool &Flag)> Visit) {
    AtExit = AtExitAwaited = false;
    if (!Graph)
      return;
    struct Place {
      const CFGBlock *Block;
      size_t Index;
      bool Flag;
    };
    llvm::SmallVector<Place, 8> Pending;
    for (const CFGBlock *Block : *Graph)
      for (size_t I = 0; I < Block->size(); ++I)
        if (statement((*Block)[I]) == &From)
          Pending.push_back({Block, I + 1, false});
    llvm::DenseSet<std::pair<const CFGBlock *, unsigned>> Seen;
    while (!Pending.empty()) {
      auto [Block, Index, Flag] = Pending.pop_back_val();
      bool Stops = false;
      for (; Index < Block->size() && !Stops; ++Index)
        Stops = Visit((*Block)[Index], Flag);
      if (Stops || Block->hasNoReturnElement())
        continue;
      if (Block == &Graph->getExit())
        (Flag ? AtExitAwaited : AtExit) = true;
      for (const CFGBlock *Next : Block->succs())
        if (Next && Seen.insert({Next, Flag}).second)
          Pending.push_back({Next, 0, Flag});
    }
  }

  static const Stmt *statement(const CFGElement &Element) {
    std::optional<CFGStmt> Part = Element.getAs<CFGStmt>();
    return Part ? Part->getStmt() : nullptr;
  }
  static bool ends(const CFGElement &Element, const VarDecl &Var) {
    std::optional<CFGLifetimeEnds> End = Element.getAs<CFGLifetimeEnds>();
    return End && End->getVarDecl() == &Var;
  }

  std::unique_ptr<CFG> Graph;
  bool AtExit = false, AtExitAwaited = false;
};

/// The object of a call of a member coroutine.
bool borrowsObject(const CallSite &Call, const FunctionDecl &Function,
                   Borrowed &Result) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Call.Callee);
  if (!Method || Method->isStatic() || !Call.Receiver || !Call.ReceiverClass ||
      Call.ReceiverClass->isLambda())
    return false;
  Result.Argument = Call.Receiver;
  Result.IsObject = true;
  // p->run() of a std::unique_ptr that dies with its object.
  if (const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(Call.Receiver);
      Arrow && Arrow->getOperator() == OO_Arrow) {
    const VarDecl *Pointer = localBehind(Arrow->getArg(0), Function);
    const CXXRecordDecl *Class =
        Pointer ? Pointer->getType()->getAsCXXRecordDecl() : nullptr;
    if (!Class || !Class->isInStdNamespace() || !Class->getIdentifier() ||
        Class->getName() != "unique_ptr")
      return false;
    Result.Variable = Pointer;
    return true;
  }
  if (Call.Receiver->getType()->isPointerType())
    return false;
  if (Call.Receiver->isPRValue())
    return true;
  Result.Variable = localBehind(Call.Receiver, Function);
  return Result.Variable;
}

/// Whether \p F can keep its parameter \p Index over a suspension. A function
/// that only calls a coroutine may hand it a copy.
bool usesParameter(const FunctionDecl &F, unsigned Index) {
  const FunctionDecl *Definition = nullptr;
  if (!F.isDefined(Definition) || Definition->hasSkippedBody() ||
      Index >= Definition->getNumParams() ||
      F.getASTContext().getSourceManager().isInSystemHeader(
          Definition->getLocation()))
    return true;
  if (!isa_and_nonnull<CoroutineBodyStmt>(Definition->getBody()))
    return false;
  return Definition->getParamDecl(Index)->isReferenced();
}

} // namespace

std::optional<Borrowed> borrowedBy(QualType T, const Expr *E,
                                   const FunctionDecl &Function,
                                   const Catalogue &Known) {
  Borrowed Result;
  if (!borrows(T, E, Function, Known, Result))
    return std::nullopt;
  return Result;
}

llvm::SmallVector<Borrowed, 2> borrowedBy(const BodyCall &Coroutine,
                                          const AsyncModel &Model) {
  llvm::SmallVector<Borrowed, 2> Result;
  const FunctionDecl &Function = *Coroutine.Body->Function;
  Borrowed Object;
  if (borrowsObject(Coroutine.Site, Function, Object))
    Result.push_back(Object);
  const FunctionDecl &Callee = *Coroutine.Site.Callee;
  unsigned Count =
      std::min<unsigned>(Callee.getNumParams(), Coroutine.Site.Args.size());
  for (unsigned I = 0; I < Count; ++I)
    if (std::optional<Borrowed> Argument =
            borrowedBy(Callee.getParamDecl(I)->getType(),
                       Coroutine.Site.Args[I], Function, Model.catalogue())) {
      Argument->Parameter = I;
      Result.push_back(*Argument);
    }
  return Result;
}

LocalEnd localEnd(const VarDecl *Var, const Expr &From, const CodeBody &Body,
                  const AsyncModel &Model, ArrayRef<const Expr *> AlsoWaits) {
  llvm::DenseSet<const Stmt *> Waits(AlsoWaits.begin(), AlsoWaits.end());
  for (const BodyCall &Call : Body.Calls)
    if (Call.Site.E && Call.Site.E != &From && waitsForOthers(Call, Model))
      Waits.insert(Call.Site.E);
  return Walk(Body, Model).toEnd(Var, From, Waits);
}

const DeclRefExpr *usedBehindEnd(const VarDecl *Var, const Expr &From,
                                 ArrayRef<const DeclRefExpr *> Uses,
                                 const CodeBody &Body,
                                 const AsyncModel &Model) {
  return Uses.empty() ? nullptr : Walk(Body, Model).toUse(Var, From, Uses);
}

std::optional<Borrowed> firstBorrowed(const BodyCall &Coroutine,
                                      const Expr &Spawn,
                                      const AsyncModel &Model) {
  const CodeBody &Body = *Coroutine.Body;
  if (Body.Function->isMain() || Body.Dependent)
    return std::nullopt;
  std::optional<Borrowed> Result;
  for (Borrowed &Candidate : borrowedBy(Coroutine, Model)) {
    // What is given as an rvalue is moved from, most often at once, and many
    // objects that functions give are handles.
    if (Candidate.IsMoved || (Candidate.IsObject && !Candidate.Variable) ||
        (!Candidate.IsObject &&
         !usesParameter(*Coroutine.Site.Callee, Candidate.Parameter)))
      continue;
    if (Candidate.Variable) {
      LocalEnd End = localEnd(Candidate.Variable, Spawn, Body, Model);
      if (End == LocalEnd::NotReached)
        continue;
      Candidate.AfterAwait = End == LocalEnd::AfterAwait;
    }
    if (!Result || (Result->AfterAwait && !Candidate.AfterAwait))
      Result = Candidate;
  }
  return Result;
}

} // namespace cotidy
