#include "model/BorrowedLocals.h"
#include "model/ExprUtils.h"
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

/// Whether values of type \p T refer to what they are made from.
bool isView(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  return Record && Record->isInStdNamespace() && Record->getIdentifier() &&
         llvm::is_contained({"basic_string_view", "span", "reference_wrapper"},
                            Record->getName());
}

/// Whether objects of type \p T hold what a view of them refers to.
bool ownsElements(QualType T) {
  return T->isArrayType() ||
         (T->isRecordType() && !isView(T) && !T->isPointerType());
}

/// What the view \p E is made from, or null.
const Expr *viewed(const Expr *E) {
  E = withoutCasts(E);
  while (E) {
    if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      E = withoutCasts(Temporary->getSubExpr());
    else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = withoutCasts(Bind->getSubExpr());
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
             Construct && Construct->getNumArgs() >= 1)
      E = withoutCasts(Construct->getArg(0));
    else if (const auto *Convert = dyn_cast<CXXMemberCallExpr>(E);
             Convert && isa<CXXConversionDecl>(Convert->getMethodDecl()))
      return Convert->getImplicitObjectArgument();
    else if (const auto *Call = dyn_cast<CallExpr>(E);
             Call && Call->getNumArgs() == 1 &&
             llvm::is_contained({"ref", "cref"}, standardCallee(*Call)))
      return Call->getArg(0);
    else
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

/// Fills \p Result where the argument \p E for a parameter of type \p Param
/// refers to a local of \p Function or a temporary.
bool borrows(QualType Param, const Expr *E, const FunctionDecl &Function,
             Borrowed &Result) {
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    E = Default->getExpr();
  Result.Argument = E;
  // What is given as an rvalue is moved from, most often at once.
  if (Param->isRValueReferenceType())
    return false;
  if (Param->isReferenceType()) {
    if (isTemporary(E))
      return true;
    Result.Variable = localBehind(E, Function);
    return Result.Variable;
  }
  if (Param->isPointerType()) {
    const auto *Address = dyn_cast<UnaryOperator>(E->IgnoreParenCasts());
    if (Address && Address->getOpcode() == UO_AddrOf)
      Result.Variable = localBehind(Address->getSubExpr(), Function);
    return Result.Variable;
  }
  if (!isView(Param))
    return false;
  const Expr *From = viewed(E);
  if (From)
    Result.Variable = localBehind(From, Function);
  return Result.Variable && ownsElements(Result.Variable->getType());
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

enum class Outlives { No, Now, AfterAwait };

/// Whether control can go from \p Spawn to the end of \p Var.
Outlives outlives(const VarDecl &Var, const Expr &Spawn, const CodeBody &Body,
                  const AsyncModel &Model) {
  CFG::BuildOptions Options;
  Options.AddLifetime = true;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph = CFG::buildCFG(
      Body.Function, const_cast<Stmt *>(Body.Body), &Model.context(), Options);
  if (!Graph)
    return Outlives::No;
  llvm::DenseSet<const Stmt *> Waits;
  for (const BodyCall &Call : Body.Calls)
    if (Call.Site.E && Call.Site.E != &Spawn && waitsForOthers(Call, Model))
      Waits.insert(Call.Site.E);

  struct Place {
    const CFGBlock *Block;
    size_t Index;
    bool Awaited;
  };
  llvm::SmallVector<Place, 8> Pending;
  for (const CFGBlock *Block : *Graph)
    for (size_t I = 0; I < Block->size(); ++I)
      if (std::optional<CFGStmt> Part = (*Block)[I].getAs<CFGStmt>();
          Part && Part->getStmt() == &Spawn)
        Pending.push_back({Block, I + 1, false});
  llvm::DenseSet<std::pair<const CFGBlock *, unsigned>> Seen;
  Outlives Result = Outlives::No;
  while (!Pending.empty()) {
    auto [Block, Index, Awaited] = Pending.pop_back_val();
    bool Ends = false, Stops = false;
    for (; Index < Block->size() && !Ends && !Stops; ++Index) {
      CFGElement Element = (*Block)[Index];
      if (std::optional<CFGLifetimeEnds> End =
              Element.getAs<CFGLifetimeEnds>()) {
        Ends = End->getVarDecl() == &Var;
      } else if (std::optional<CFGStmt> Part = Element.getAs<CFGStmt>()) {
        const Stmt *S = Part->getStmt();
        Stops = Waits.contains(S) || isa<CXXThrowExpr>(S);
        Awaited |= isa<CoawaitExpr, CoyieldExpr>(S);
      }
    }
    Stops |= Block->hasNoReturnElement();
    if (Ends || (!Stops && Block == &Graph->getExit())) {
      if (!Awaited)
        return Outlives::Now;
      Result = Outlives::AfterAwait;
      continue;
    }
    if (Stops)
      continue;
    for (const CFGBlock *Next : Block->succs())
      if (Next && Seen.insert({Next, Awaited}).second)
        Pending.push_back({Next, 0, Awaited});
  }
  return Result;
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

std::optional<Borrowed> firstBorrowed(const BodyCall &Coroutine,
                                      const Expr &Spawn,
                                      const AsyncModel &Model) {
  const CodeBody &Body = *Coroutine.Body;
  const FunctionDecl &Function = *Body.Function;
  if (Function.isMain() || Body.Dependent)
    return std::nullopt;
  llvm::SmallVector<Borrowed, 2> Candidates;
  Borrowed Object;
  if (borrowsObject(Coroutine.Site, Function, Object))
    Candidates.push_back(Object);
  const FunctionDecl &Callee = *Coroutine.Site.Callee;
  unsigned Count =
      std::min<unsigned>(Callee.getNumParams(), Coroutine.Site.Args.size());
  for (unsigned I = 0; I < Count; ++I) {
    Borrowed Argument;
    if (borrows(Callee.getParamDecl(I)->getType(), Coroutine.Site.Args[I],
                Function, Argument) &&
        usesParameter(Callee, I))
      Candidates.push_back(Argument);
  }
  std::optional<Borrowed> Result;
  for (Borrowed &Candidate : Candidates) {
    if (Candidate.Variable) {
      Outlives Known = outlives(*Candidate.Variable, Spawn, Body, Model);
      if (Known == Outlives::No)
        continue;
      Candidate.AfterAwait = Known == Outlives::AfterAwait;
    }
    if (!Result || (Result->AfterAwait && !Candidate.AfterAwait))
      Result = Candidate;
  }
  return Result;
}

} // namespace cotidy
