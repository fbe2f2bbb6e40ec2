#include "model/lifetime/ThreadLocals.h"
#include "model/code/Coroutine.h"
#include "model/code/ExprUtils.h"
#include "model/lifetime/ReferenceKind.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

using Step = SuspensionGraph::Step;
using Go = SuspensionGraph::Go;

/// Something that belongs to the thread which evaluates the expression.
struct Origin {
  const VarDecl *Object = nullptr; ///< null: a function gave it
};

class Search {
public:
  Search(const CodeBody &Body, const AsyncModel &Model)
      : Body(Body), Model(Model) {}

  std::vector<StaleThreadLocal> run() {
    for (const VarDecl *Var : Body.Locals)
      if (Var->hasLocalStorage() && Var->getInit())
        if (std::optional<Origin> From = referenceTo(*Var))
          follow(*Var, *Var->getInit(), *From, graph().behind(*Var));
    readAssignments();
    readLoops();
    readErrno();
    return std::move(Found);
  }

private:
  const SuspensionGraph &graph() const { return Model.suspensions(Body); }

  /// The thread-local object that the glvalue \p E is, or a part of one.
  std::optional<Origin> placeOf(const Expr *E, unsigned Depth = 0) const {
    if (!E || Depth > 8)
      return std::nullopt;
    E = E->IgnoreParenImpCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      if (Var && Var->getTLSKind() != VarDecl::TLS_None)
        return Origin{Var};
      return std::nullopt;
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (const auto *Var = dyn_cast<VarDecl>(Member->getMemberDecl()))
        return Var->getTLSKind() != VarDecl::TLS_None
                   ? std::optional<Origin>({Var})
                   : std::nullopt;
      return isa<FieldDecl>(Member->getMemberDecl()) && !Member->isArrow()
                 ? placeOf(Member->getBase(), Depth + 1)
                 : pointerTo(Member->getBase(), Depth + 1);
    }
    if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      return placeOf(Element->getBase(), Depth + 1);
    if (const auto *Unary = dyn_cast<UnaryOperator>(E))
      return Unary->getOpcode() == UO_Deref
                 ? pointerTo(Unary->getSubExpr(), Depth + 1)
                 : std::nullopt;
    if (const auto *Call = dyn_cast<CallExpr>(E); Call && Call->isGLValue())
      return givenBy(*Call, Depth);
    return std::nullopt;
  }

  /// The same of what the pointer \p E points to.
  std::optional<Origin> pointerTo(const Expr *E, unsigned Depth = 0) const {
    if (!E || Depth > 8)
      return std::nullopt;
    E = E->IgnoreParenImpCasts();
    if (const auto *Address = dyn_cast<UnaryOperator>(E))
      return Address->getOpcode() == UO_AddrOf
                 ? placeOf(Address->getSubExpr(), Depth + 1)
                 : std::nullopt;
    if (E->getType()->isArrayType())
      return placeOf(E, Depth + 1);
    if (const auto *Call = dyn_cast<CallExpr>(E))
      return givenBy(*Call, Depth);
    return std::nullopt;
  }

  /// The same of what \p Call gives a reference, pointer or iterator to.
  std::optional<Origin> givenBy(const CallExpr &Call, unsigned Depth) const {
    std::optional<CallSite> Site = CallSite::of(&Call);
    if (!Site)
      return std::nullopt;
    if (Model.catalogue().threadFunction(*Site, ThreadRole::ThreadLocal) ||
        Model.catalogue().threadFunction(*Site, ThreadRole::Errno))
      return Origin{};
    // `elements[0]`, `elements.find(key)` of a container.
    if (Site->Receiver && isa<CXXMethodDecl>(Site->Callee))
      return Site->Receiver->isGLValue() &&
                     !Site->Receiver->getType()->isPointerType()
                 ? placeOf(Site->Receiver, Depth + 1)
                 : std::nullopt;
    return returnedBy(*Site->Callee, Depth);
  }

  /// What the function \p F gives, if it does nothing else and stands in this
  /// file: a front end may skip the bodies of others.
  std::optional<Origin> returnedBy(const FunctionDecl &F,
                                   unsigned Depth) const {
    const FunctionDecl *Definition = F.getDefinition();
    if (!Definition || !Model.context().getSourceManager().isWrittenInSameFile(
                           Body.Body->getBeginLoc(), Definition->getLocation()))
      return std::nullopt;
    const auto *Written =
        dyn_cast_or_null<CompoundStmt>(writtenBody(*Definition));
    if (!Written || Written->body_empty())
      return std::nullopt;
    const auto *Return = dyn_cast<ReturnStmt>(Written->body_back());
    if (!Return || !Return->getRetValue())
      return std::nullopt;
    return F.getReturnType()->isReferenceType()
               ? placeOf(Return->getRetValue(), Depth + 1)
               : pointerTo(Return->getRetValue(), Depth + 1);
  }

  std::optional<Origin> referredBy(QualType Type, const Expr *Value) const {
    switch (referenceKind(Type, Model.catalogue())) {
    case ReferenceKind::None:
      return std::nullopt;
    case ReferenceKind::LValue:
    case ReferenceKind::RValue:
      return placeOf(Value);
    case ReferenceKind::Pointer:
      return pointerTo(Value);
    case ReferenceKind::View:
    case ReferenceKind::Iterator:
      break;
    }
    const Expr *Source = stripTransparent(Value);
    if (const auto *Call = dyn_cast<CallExpr>(Source))
      return givenBy(*Call, 0);
    // `std::span view(elements)`.
    const auto *Made = dyn_cast<CXXConstructExpr>(Source);
    return Made && Made->getNumArgs() > 0 ? placeOf(Made->getArg(0))
                                          : std::nullopt;
  }

  std::optional<Origin> referenceTo(const VarDecl &Var) const {
    return referredBy(Var.getType(), Var.getInit());
  }

  /// Notes the first use of \p Var behind a suspension.
  void follow(const VarDecl &Var, const Expr &Taken, const Origin &From,
              SuspensionGraph::Place Start) {
    auto IsTarget = [&](const Stmt *Ref) {
      Assignment Assigned = assignmentIn(Body.parents().getParent(Ref));
      return Assigned.Target == &Var && Assigned.Value != Ref &&
             !Var.getType()->isReferenceType();
    };
    auto Ends = [&](const Step &At) {
      if (At.Dies)
        return At.Dies == &Var;
      if (const auto *Declaration = dyn_cast<DeclStmt>(At.S))
        return llvm::is_contained(Declaration->decls(), &Var);
      return !Var.getType()->isReferenceType() &&
             assignmentIn(At.S).Target == &Var;
    };
    auto Is = [&](const Step &At) {
      const auto *Ref = dyn_cast<DeclRefExpr>(At.S);
      return Ref && Ref->getDecl() == &Var && !IsTarget(Ref);
    };
    auto Crossings = graph().crossings(Start, Is, Ends);
    if (Crossings.empty())
      return;
    StaleThreadLocal New;
    New.Variable = &Var;
    New.Origin = &Taken;
    New.Object = From.Object;
    New.Use = Crossings.front().Use;
    New.Over = Crossings.front().Over;
    Found.push_back(std::move(New));
  }

  /// `p = &thread_data;`
  void readAssignments() {
    llvm::SmallVector<const Stmt *, 32> Pending = {Body.Body};
    while (!Pending.empty()) {
      const Stmt *S = Pending.pop_back_val();
      if (!S || isa<LambdaExpr>(S))
        continue;
      auto [Var, Value] = assignmentIn(S);
      if (Var && Var->isLocalVarDecl() && Var->hasLocalStorage() &&
          !Var->getType()->isReferenceType())
        if (std::optional<Origin> From = referredBy(Var->getType(), Value))
          follow(*Var, *Value, *From, graph().behind(*S));
      for (const Stmt *Child : S->children())
        Pending.push_back(Child);
    }
  }

  void readLoops() {
    for (const Stmt *Loop : Body.Loops) {
      const auto *For = dyn_cast<CXXForRangeStmt>(Loop);
      const auto *Begin =
          For && For->getBeginStmt()
              ? dyn_cast<VarDecl>(For->getBeginStmt()->getSingleDecl())
              : nullptr;
      std::optional<Origin> From =
          Begin ? placeOf(For->getRangeInit()) : std::nullopt;
      if (!From)
        continue;
      auto Crossings = graph().crossings(
          graph().behind(*Begin),
          [&](const Step &At) {
            return At.S == For->getInc()->IgnoreImplicit();
          },
          [&](const Step &At) { return At.Dies == Begin; });
      if (Crossings.empty())
        continue;
      StaleThreadLocal New;
      New.K = StaleThreadLocal::Loop;
      New.Origin = For->getRangeInit();
      New.Object = From->Object;
      New.Use = For->getRangeInit();
      New.Over = Crossings.front().Over;
      Found.push_back(std::move(New));
    }
  }

  /// Whether somebody looks at what \p S gives: it may carry the error.
  bool isResultUsed(const Suspension &S) const {
    if (S.E->getType()->isVoidType())
      return false;
    const Stmt *P = Body.parents().getParent(S.E);
    while (isa_and_nonnull<FullExpr, ParenExpr>(P))
      P = Body.parents().getParent(P);
    return !isa_and_nonnull<CompoundStmt, IfStmt, ForStmt, WhileStmt>(P);
  }

  void readErrno() {
    llvm::SmallVector<const Expr *, 2> Reads;
    llvm::SmallVector<const Expr *, 4> Sets;
    for (const BodyCall &Call : Body.Calls) {
      if (!Call.Site.E)
        continue;
      if (Model.catalogue().threadFunction(Call.Site, ThreadRole::Errno))
        Reads.push_back(Call.Site.E);
      else if (Call.Site.Callee->isExternC() && !Call.InAwaitOperand)
        Sets.push_back(Call.Site.E);
    }
    for (const Expr *Read : Reads)
      if (!isWritten(*Read))
        for (const Expr *Set : Sets)
          if (noteErrno(*Read, *Set))
            break;
  }

  /// The expression that `errno` stands for: `(*__errno_location())`.
  const Expr *errnoAround(const Expr &Read) const {
    const Expr *E = &Read;
    while (const auto *P =
               dyn_cast_or_null<Expr>(Body.parents().getParent(E))) {
      const auto *Unary = dyn_cast<UnaryOperator>(P);
      if (!isa<ParenExpr>(P) && !(Unary && Unary->getOpcode() == UO_Deref))
        break;
      E = P;
    }
    return E;
  }

  bool isWritten(const Expr &Read) const {
    const Expr *E = errnoAround(Read);
    const auto *Assign =
        dyn_cast_or_null<BinaryOperator>(Body.parents().getParent(E));
    return Assign && Assign->isAssignmentOp() && Assign->getLHS() == E;
  }

  bool noteErrno(const Expr &Read, const Expr &Set) {
    // What other calls set is theirs.
    auto IsCall = [&](const Step &At) {
      const auto *Call = dyn_cast_or_null<CallExpr>(At.S);
      return Call && Call != &Read && Call->getBeginLoc().isValid() &&
             !isStdMoveOrForward(*Call);
    };
    StaleThreadLocal New;
    for (const Suspension *S : graph().spanned(
             graph().behind(Set), [](const Step &) { return false; })) {
      if (isResultUsed(*S))
        continue;
      bool Reached = false;
      graph().walk(graph().behind(*S->E), [&](const Step &At) {
        Reached |= At.S == &Read;
        return IsCall(At) || At.S == &Read || At.Suspends ? Go::Stop : Go::On;
      });
      if (Reached)
        New.Over.push_back(S);
    }
    if (New.Over.empty())
      return false;
    New.K = StaleThreadLocal::Errno;
    New.Origin = &Set;
    New.Use = &Read;
    Found.push_back(std::move(New));
    return true;
  }

  const CodeBody &Body;
  const AsyncModel &Model;
  std::vector<StaleThreadLocal> Found;
};

} // namespace

std::vector<StaleThreadLocal> staleThreadLocals(const CodeBody &Body,
                                                const AsyncModel &Model) {
  return Search(Body, Model).run();
}

} // namespace cotidy
