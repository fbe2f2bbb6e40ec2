#include "model/lifetime/BorrowedLocals.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "model/code/SuspensionGraph.h"
#include "model/lifetime/ReferenceKind.h"
#include "model/tasks/WaitPlaces.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

/// Stops at temporaries: what is behind them is another object.
const Expr *withoutCasts(const Expr *E) {
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

/// The local variable of \p Function whose object, or a part of it, \p E is; or
/// null. What a lambda captures lives as long as the lambda.
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
  return Var && Var->hasLocalStorage() && !Var->isInitCapture() &&
                 !Var->getType()->isReferenceType() &&
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

/// What the view or pointer \p E is made from, or null.
const Expr *viewed(const Expr *E, const Catalogue &Known) {
  E = withoutCasts(E);
  while (E) {
    if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E)) {
      if (ownsElements(Temporary->getType(), Known))
        return E;
      E = withoutCasts(Temporary->getSubExpr());
    } else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = withoutCasts(Bind->getSubExpr());
    else if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(E))
      E = List->getSubExpr();
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
             Construct && Construct->getNumArgs() >= 1)
      E = withoutCasts(Construct->getArg(0));
    else if (const auto *Call = dyn_cast<CallExpr>(E)) {
      const Expr *Whole = viewedBy(*Call, Known);
      if (!Whole)
        return E;
      E = withoutCasts(Whole);
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
  if (!From || (Kind == ReferenceKind::Pointer && From == withoutCasts(E)))
    return false;
  if (isa<MaterializeTemporaryExpr>(From))
    return ownsElements(From->getType(), Known) && isTemporary(From);
  Result.Variable = localBehind(From, Function);
  return Result.Variable && ownsElements(Result.Variable->getType(), Known);
}

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
      Argument->Parameter = static_cast<int>(I);
      Result.push_back(*Argument);
    }
  return Result;
}

using Step = SuspensionGraph::Step;
using Go = SuspensionGraph::Go;

LocalEnd localEnd(const VarDecl *Var, const Expr &From, const CodeBody &Body,
                  const AsyncModel &Model, ArrayRef<const Expr *> AlsoWaits) {
  WaitPlaces Places = waitPlaces(Body, From, Var, Model);
  Places.Waits.insert(AlsoWaits.begin(), AlsoWaits.end());
  const SuspensionGraph &Graph = Model.suspensions(Body);
  bool Ends = false, EndsBehindAwait = false;
  SuspensionGraph::Exits Exits =
      Graph.walkMarked(Graph.behind(From), [&](const Step &At, bool &Awaited) {
        if (At.Dies) {
          if (At.Dies != Var)
            return Go::On;
          (Awaited ? EndsBehindAwait : Ends) = true;
          return Go::Stop;
        }
        Awaited |=
            isa<CoawaitExpr, CoyieldExpr>(At.S) || Places.Awaits.contains(At.S);
        return Places.Waits.contains(At.S) || isa<CXXThrowExpr>(At.S) ? Go::Stop
                                                                      : Go::On;
      });
  if (Ends || Exits.Unmarked)
    return LocalEnd::Reached;
  return EndsBehindAwait || Exits.Marked ? LocalEnd::AfterAwait
                                         : LocalEnd::NotReached;
}

const DeclRefExpr *usedBehindEnd(const VarDecl *Var, const Expr &From,
                                 ArrayRef<const DeclRefExpr *> Uses,
                                 const CodeBody &Body,
                                 const AsyncModel &Model) {
  if (Uses.empty())
    return nullptr;
  const ValueDecl *Task = Uses.front()->getDecl();
  const Expr *Init = cast<VarDecl>(Task)->getInit();
  bool MadeHere =
      Init && Init->getSourceRange().fullyContains(From.getSourceRange());
  const DeclRefExpr *Result = nullptr;
  const SuspensionGraph &Graph = Model.suspensions(Body);
  Graph.walkMarked(Graph.behind(From), [&](const Step &At, bool &Ended) {
    // A temporary is gone at once.
    Ended |= !Var || At.Dies == Var;
    if (!At.S)
      return Go::On;
    // The next round of a loop has a task of its own.
    const auto *Declaration = dyn_cast<DeclStmt>(At.S);
    if (At.S == &From || (!MadeHere && Declaration &&
                          llvm::is_contained(Declaration->decls(), Task)))
      return Go::Stop;
    if (Ended && !Result && llvm::is_contained(Uses, At.S))
      Result = cast<DeclRefExpr>(At.S);
    return Result ? Go::Stop : Go::On;
  });
  return Result;
}

} // namespace cotidy
