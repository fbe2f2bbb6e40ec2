#include "model/lifetime/SharedState.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "model/tasks/MadeTask.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {
namespace {

enum class Holder {
  None,
  Array, ///< moves its elements when it grows
  Table, ///< a hash table: iterators die when it grows, references do not
  Deque, ///< the same, where it grows at its ends
  Nodes, ///< elements stay where they are until they are removed
  Owner  ///< holds one object or none
};

Holder holderKind(QualType T) {
  const auto *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record || !Record->getIdentifier() || !inStandardLibrary(*Record))
    return Holder::None;
  return llvm::StringSwitch<Holder>(Record->getName())
      .Cases({"vector", "basic_string"}, Holder::Array)
      .Case("deque", Holder::Deque)
      .Cases({"unordered_map", "unordered_set"}, Holder::Table)
      .Cases({"unordered_multimap", "unordered_multiset"}, Holder::Table)
      .Cases({"map", "set", "multimap", "multiset"}, Holder::Nodes)
      .Cases({"list", "forward_list"}, Holder::Nodes)
      .Cases({"unique_ptr", "shared_ptr", "optional"}, Holder::Owner)
      .Default(Holder::None);
}

/// The member or global that \p E names, or null.
const ValueDecl *sharedObject(const Expr *E) {
  E = stripTransparent(E);
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return dyn_cast<FieldDecl>(Member->getMemberDecl());
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Var && Var->hasGlobalStorage() && !Var->isConstexpr() ? Var : nullptr;
}

bool givesPart(StringRef Method) {
  return llvm::StringSwitch<bool>(Method)
      .Cases({"begin", "end", "rbegin", "find", "lower_bound"}, true)
      .Cases({"upper_bound", "at", "front", "back", "data"}, true)
      .Cases({"get", "value"}, true)
      .Default(false);
}

/// The object that \p Call gives a part of, or null.
const Expr *wholeOf(const CallExpr &Call) {
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call)) {
    OverloadedOperatorKind Kind = Operator->getOperator();
    return Kind == OO_Subscript || Kind == OO_Star || Kind == OO_Arrow ||
                   Kind == OO_Plus || Kind == OO_Minus
               ? Operator->getArg(0)
               : nullptr;
  }
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    return Method && Method->getIdentifier() && inStandardLibrary(*Method) &&
                   givesPart(Method->getName())
               ? Member->getImplicitObjectArgument()
               : nullptr;
  }
  // Algorithms give back an iterator of their first argument.
  StringRef Name = standardCallee(Call);
  llvm::SmallVector<const Expr *, 4> Args = writtenArguments(Call);
  return !Args.empty() && (Name.starts_with("find") || Name == "next" ||
                           Name == "prev" || Name == "begin" || Name == "ref" ||
                           Name == "lower_bound" || Name == "get")
             ? Args.front()
             : nullptr;
}

/// What a call does to the elements that are there.
enum class Effect { None, Adds, Removes };

Effect effectOf(const FunctionDecl &Callee, Holder Kind) {
  StringRef Name = Callee.getIdentifier() ? Callee.getName() : "";
  if (Callee.getOverloadedOperator() == OO_Equal)
    return Effect::Removes;
  if (Callee.getOverloadedOperator() == OO_Subscript)
    return Kind == Holder::Table ? Effect::Adds : Effect::None;
  // In the middle of a deque, others make room for it.
  Effect Anywhere = Kind == Holder::Owner || Kind == Holder::Deque
                        ? Effect::Removes
                        : Effect::Adds;
  return llvm::StringSwitch<Effect>(Name)
      .Cases({"push_back", "emplace_back"}, Effect::Adds)
      .Cases({"push_front", "emplace_front"}, Effect::Adds)
      .Cases({"insert", "emplace", "try_emplace"}, Anywhere)
      .Cases({"insert_or_assign", "append", "rehash", "resize"}, Anywhere)
      .Cases({"erase", "erase_if", "clear", "extract", "swap"}, Effect::Removes)
      .Cases({"pop_back", "pop_front", "assign", "reset"}, Effect::Removes)
      .Cases({"exchange", "release", "remove", "remove_if"}, Effect::Removes)
      .Cases({"merge", "splice"}, Effect::Removes)
      .Default(Effect::None);
}

/// Whether \p E makes an object, so that who owns it has one.
bool makesObject(const Expr &E) {
  const Expr *Value = stripTransparent(&E);
  if (isa<CXXNewExpr>(Value))
    return true;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
      Construct && Construct->getNumArgs() == 1)
    return makesObject(*Construct->getArg(0)); // of shared from unique
  const auto *Call = dyn_cast<CallExpr>(Value);
  return Call && llvm::is_contained({"make_unique", "make_shared",
                                     "allocate_shared", "make_optional"},
                                    standardCallee(*Call));
}

/// Whether something is in the owner that \p Site changes when it is over.
bool leavesFull(const CallSite &Site) {
  if (Site.Callee->getIdentifier() && Site.Callee->getName() == "emplace")
    return true;
  return !Site.Args.empty() && makesObject(*Site.Args.front());
}

/// Ends the search through variables initialised with each other.
constexpr unsigned MaxSteps = 16;

} // namespace

std::optional<SharedPart> sharedPart(const Expr *E) {
  bool IsPart = false, IsIterator = false;
  for (unsigned I = 0; E && I != MaxSteps; ++I) {
    E = stripTransparent(E);
    if (IsPart)
      if (const ValueDecl *Whole = sharedObject(E)) {
        Holder Kind = holderKind(Whole->getType());
        if (Kind != Holder::None)
          return SharedPart{
              Whole, Kind == Holder::Nodes ||
                         ((Kind == Holder::Table || Kind == Holder::Deque) &&
                          !IsIterator)};
      }
    if (const auto *Unary = dyn_cast<UnaryOperator>(E);
        Unary &&
        (Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Deref)) {
      E = Unary->getSubExpr();
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
               Construct && Construct->getNumArgs() == 1) {
      // const_iterator from iterator
      E = Construct->getArg(0);
    } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
      // The first step from the value to the container tells what it is.
      IsIterator |= !IsPart && E->getType()->isRecordType() && !E->isGLValue();
      E = wholeOf(*Call);
      IsPart = true;
    } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (Member->isImplicitAccess())
        return std::nullopt;
      E = Member->getBase();
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      E = Var && Var->isLocalVarDecl() && Var->hasLocalStorage()
              ? Var->getInit()
              : nullptr;
    } else {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<SharedPart> sharedElements(const Expr *Range) {
  const ValueDecl *Whole = sharedObject(Range);
  Holder Kind = Whole ? holderKind(Whole->getType()) : Holder::None;
  if (Kind == Holder::None)
    return std::nullopt;
  return SharedPart{Whole, Kind == Holder::Nodes};
}

bool holdsAsyncLock(const CodeBody &Body, SourceLocation Loc,
                    const AsyncModel &Model) {
  const SourceManager &SM = Model.context().getSourceManager();
  auto StandsBefore = [&](SourceLocation Other) {
    return SM.isBeforeInTranslationUnit(Other, Loc);
  };
  return llvm::any_of(Body.Locals,
                      [&](const VarDecl *Var) {
                        return StandsBefore(Var->getLocation()) &&
                               isGuard(Var->getType(), Model.catalogue());
                      }) ||
         llvm::any_of(Body.Calls, [&](const BodyCall &Call) {
           return Call.Awaited && Call.Site.ReceiverClass &&
                  Model.catalogue().isAsyncMutex(*Call.Site.ReceiverClass) &&
                  StandsBefore(Call.Site.Loc);
         });
}

const ValueDecl *sharedOwner(const Expr *E) {
  const ValueDecl *Object = E ? sharedObject(E) : nullptr;
  return Object && (Object->getType()->isPointerType() ||
                    holderKind(Object->getType()) == Holder::Owner)
             ? Object
             : nullptr;
}

SharedChanges::SharedChanges(const AsyncModel &Model) {
  for (const CodeBody &Body : Model.bodies()) {
    // Nothing of the object runs while it is made, destroyed or replaced.
    const auto *Special = dyn_cast<CXXMethodDecl>(Body.Function);
    if (isa<CXXConstructorDecl, CXXDestructorDecl>(Body.Function) ||
        (Special && !Body.Lambda &&
         (Special->isCopyAssignmentOperator() ||
          Special->isMoveAssignmentOperator())))
      continue;
    for (const BodyCall &Call : Body.Calls) {
      const CallSite &Site = Call.Site;
      if (!Site.E)
        continue;
      const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
      const Expr *Object = Site.Receiver;
      if (!Method && Site.Callee->getIdentifier() && !Site.Args.empty() &&
          inStandardLibrary(*Site.Callee) &&
          llvm::is_contained({"erase", "erase_if", "swap", "exchange"},
                             Site.Callee->getName()))
        Object = Site.Args.front();
      else if (!Method || Method->isConst() || Method->isStatic())
        continue;
      const ValueDecl *Shared = Object ? sharedObject(Object) : nullptr;
      if (!Shared || holderKind(Shared->getType()) == Holder::None)
        continue;
      Effect Does = effectOf(*Site.Callee, holderKind(Shared->getType()));
      if (Does != Effect::None)
        Changes[cast<ValueDecl>(Shared->getCanonicalDecl())].push_back(
            {&Call, Does == Effect::Adds,
             Object == Site.Receiver && leavesFull(Site)});
    }
  }
}

const BodyCall *
SharedChanges::find(const ValueDecl &Shared, const CodeBody &Except,
                    llvm::function_ref<bool(const Change &)> Is) const {
  auto Known = Changes.find(cast<ValueDecl>(Shared.getCanonicalDecl()));
  if (Known == Changes.end())
    return nullptr;
  // Instances of one template are the same code.
  SourceLocation Own = Except.Body->getBeginLoc();
  for (const Change &C : Known->second)
    if (C.Call->Body->Body->getBeginLoc() != Own && Is(C))
      return C.Call;
  return nullptr;
}

const BodyCall *SharedChanges::of(const SharedPart &Part,
                                  const CodeBody &Except) const {
  return find(*Part.Whole, Except,
              [&](const Change &C) { return !(Part.StaysPut && C.OnlyAdds); });
}

const BodyCall *SharedChanges::emptying(const ValueDecl &Owner,
                                        const CodeBody &Except) const {
  return find(Owner, Except, [](const Change &C) { return !C.LeavesFull; });
}

} // namespace cotidy
