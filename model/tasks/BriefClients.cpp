#include "model/tasks/BriefClients.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopExit.h"
#include "model/code/Mentions.h"
#include "model/code/OwnedObjects.h"
#include "model/code/StandardNames.h"
#include "model/cost/TripCount.h"
#include "model/tasks/RetryLoop.h"
#include "model/tasks/TaskHolders.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {
namespace {

/// The class that `std::make_unique` or `std::make_shared` makes an object of,
/// or null.
const CXXRecordDecl *madeByPointer(const CallSite &Site) {
  const auto *Call = dyn_cast_or_null<CallExpr>(Site.E);
  StringRef Name = Call ? standardCallee(*Call) : StringRef();
  if (Name != "make_unique" && Name != "make_shared")
    return nullptr;
  const TemplateArgumentList *Args =
      Site.Callee->getTemplateSpecializationArgs();
  return Args && Args->size() &&
                 Args->get(0).getKind() == TemplateArgument::Type
             ? Args->get(0).getAsType()->getAsCXXRecordDecl()
             : nullptr;
}

const ClientEntry *clientMadeBy(const CallSite &Site, const Catalogue &Known) {
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(Site.Callee);
      Ctor && Ctor->isCopyOrMoveConstructor())
    return nullptr;
  if (const ClientEntry *Entry = Known.client(Site))
    return Entry;
  const CXXRecordDecl *Class = madeByPointer(Site);
  if (!Class || !Class->hasDefinition())
    return nullptr;
  for (const CXXConstructorDecl *Ctor : Class->ctors()) {
    CallSite Construction;
    Construction.Callee = Ctor;
    Construction.ReceiverClass = Class;
    if (const ClientEntry *Entry = Known.client(Construction))
      return Entry;
  }
  return nullptr;
}

class Finder {
public:
  Finder(const CodeBody &Body, const AsyncModel &Model)
      : Body(Body), Model(Model), Ctx(Model.context()) {}

  std::optional<BriefClient> read(const BodyCall &Call) const {
    const ClientEntry *Entry = clientMadeBy(Call.Site, Model.catalogue());
    if (!Entry || Call.OffLoop || !Call.Site.E)
      return std::nullopt;
    BriefClient Found{&Call, Entry, loopAround(*Call.Site.E), nullptr};
    if (!Found.Loop)
      Found.Request = request();
    if (!Found.Loop && !Found.Request)
      return std::nullopt;
    const Stmt &Scope = Found.Loop ? *loopBody(*Found.Loop) : *Body.Body;
    if (!diesIn(Call, Scope))
      return std::nullopt;
    return Found;
  }

private:
  /// What \p E is a part of, where its value only goes through.
  const Stmt *user(const Stmt &E) const {
    const Stmt *S = Body.parents().getParent(&E);
    while (S && (isa<ParenExpr, CastExpr, MaterializeTemporaryExpr,
                     CXXBindTemporaryExpr, ExprWithCleanups>(S) ||
                 isStandardOwner(*S)))
      S = Body.parents().getParent(S);
    return S;
  }

  /// `std::unique_ptr<T>(x)`, `std::shared_ptr<T>(x)`.
  static bool isStandardOwner(const Stmt &S) {
    const auto *Construction = dyn_cast<CXXConstructExpr>(&S);
    return Construction && inStandardLibrary(*Construction->getConstructor());
  }

  /// Whether the object that \p Call makes is gone when \p Scope has run once.
  bool diesIn(const BodyCall &Call, const Stmt &Scope) const {
    const Stmt *User = user(*Call.Site.E);
    if (const auto *Decl = dyn_cast_or_null<DeclStmt>(User)) {
      const auto *Var = dyn_cast<VarDecl>(
          Decl->isSingleDecl() ? Decl->getSingleDecl() : nullptr);
      return Var && Var->hasLocalStorage() && isUsedUp(*Var, Scope);
    }
    if (const auto *Var = dyn_cast_or_null<VarDecl>(Call.Result))
      return Var->hasLocalStorage() && isUsedUp(*Var, Scope);
    // A temporary that one call is made on: `Client(url).Get("/")`.
    return !Call.Result && isa_and_nonnull<MemberExpr>(User);
  }

  /// Whether \p Var is declared in \p Scope and only operations on it follow.
  bool isUsedUp(const VarDecl &Var, const Stmt &Scope) const {
    SourceManager &SM = Model.context().getSourceManager();
    if (SM.isBeforeInTranslationUnit(Var.getLocation(), Scope.getBeginLoc()) ||
        handsOn(*Body.Body, Var))
      return false;
    bool Kept = false;
    forEachMention(*Body.Body, [&](const Mention &M) {
      if (M.Named == &Var)
        Kept |= M.Inside || isKept(*M.E) || loopBelow(*M.E, Scope);
    });
    return !Kept;
  }

  /// Whether \p Use, which names the object, lets it be used later.
  bool isKept(const Expr &Use) const {
    const Stmt *S = user(Use);
    while (const auto *Address = dyn_cast_or_null<UnaryOperator>(S))
      S = user(*Address);
    if (isa_and_nonnull<DeclStmt, CXXConstructExpr, InitListExpr, ReturnStmt,
                        CoreturnStmt>(S))
      return true;
    if (const auto *Assigned = dyn_cast_or_null<BinaryOperator>(S))
      return Assigned->isAssignmentOp() &&
             stripTransparent(Assigned->getRHS()) == &Use;
    if (const auto *Member = dyn_cast_or_null<CXXMemberCallExpr>(S))
      return Member->getMethodDecl() && isInsertion(*Member->getMethodDecl());
    if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(S))
      return Operator->isAssignmentOp() && Operator->getNumArgs() == 2 &&
             stripTransparent(Operator->getArg(1)) == &Use;
    if (const auto *Call = dyn_cast_or_null<CallExpr>(S)) {
      std::optional<CallSite> Site = CallSite::of(Call);
      return !Site || Model.catalogue().function(*Site, RuntimeRole::Sink, Ctx);
    }
    return false;
  }

  /// Whether a loop stands between \p E and \p Scope.
  bool loopBelow(const Expr &E, const Stmt &Scope) const {
    for (const Stmt *S = &E; S && S != &Scope; S = Body.parents().getParent(S))
      if (isLoop(S))
        return true;
    return false;
  }

  /// The innermost loop around \p E, if its rounds come from data.
  const Stmt *loopAround(const Expr &E) const {
    const Stmt *Loop = &E, *Inner = nullptr;
    while (Loop && !isLoop(Loop)) {
      Inner = Loop;
      Loop = Body.parents().getParent(Loop);
    }
    if (!Loop || Inner != loopBody(*Loop) || retryOf(*Loop, Body, Model) ||
        pauses(*Loop))
      return nullptr;
    if (isa<CXXForRangeStmt>(Loop))
      return Loop;
    VarWrites Writes(*Body.Body);
    StaticValues Values(Ctx, Writes);
    constexpr double AssumedElements = 1000;
    TripCount Rounds =
        TripCounter(Ctx, Writes, Values, AssumedElements).count(*Loop, {});
    // A loop without an end connects again when the other side went away.
    return Rounds.B == TripCount::RunTime ? Loop : nullptr;
  }

  /// Whether some time passes in each round of \p Loop.
  bool pauses(const Stmt &Loop) const {
    return llvm::any_of(Body.Calls, [&](const BodyCall &Call) {
      return Call.Site.E &&
             Model.catalogue().function(Call.Site, RuntimeRole::Sleep, Ctx) &&
             standsIn(*Call.Site.E, Loop);
    });
  }

  bool standsIn(const Stmt &Part, const Stmt &Whole) const {
    const Stmt *S = &Part;
    while (S && S != &Whole)
      S = Body.parents().getParent(S);
    return S;
  }

  /// The parameter of the body that is a request from outside.
  const ParmVarDecl *request() const {
    for (const ParmVarDecl *P : Body.Function->parameters()) {
      QualType Type = P->getType().getNonReferenceType();
      std::string Written = Type.getUnqualifiedType().getAsString();
      if (StringRef(Written).contains_insensitive("request"))
        return P;
    }
    return nullptr;
  }

  const CodeBody &Body;
  const AsyncModel &Model;
  ASTContext &Ctx;
};

} // namespace

llvm::SmallVector<BriefClient, 2> briefClients(const CodeBody &Body,
                                               const AsyncModel &Model) {
  llvm::SmallVector<BriefClient, 2> Result;
  if (!Body.OnLoop || Body.Dependent)
    return Result;
  const SourceManager &SM = Model.context().getSourceManager();
  Finder Clients(Body, Model);
  for (const BodyCall &Call : Body.Calls)
    if (std::optional<BriefClient> Found = Clients.read(Call);
        Found && !Body.isUnattendedAt(Call.Site.range(), SM))
      Result.push_back(*Found);
  return Result;
}

} // namespace cotidy
