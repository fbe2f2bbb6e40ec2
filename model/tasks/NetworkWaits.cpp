#include "model/tasks/NetworkWaits.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopExit.h"
#include "model/code/StandardNames.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

bool soundsLikeLimit(StringRef Name) {
  std::string Lower = Name.lower();
  for (StringRef Part : {"timeout", "time_out", "deadline", "expire", "timer",
                         "watchdog", "time_limit", "cancel"})
    if (StringRef(Lower).contains(Part))
      return true;
  return false;
}

bool isNamedLikeLimit(const NamedDecl &D) {
  return D.getIdentifier() && soundsLikeLimit(D.getName());
}

/// Whether \p S names something that limits time.
bool namesLimit(const Stmt &S, const ASTContext &Ctx) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&S);
      Ref && isNamedLikeLimit(*Ref->getDecl()))
    return true;
  if (const auto *Member = dyn_cast<MemberExpr>(&S);
      Member && isNamedLikeLimit(*Member->getMemberDecl()))
    return true;
  return llvm::any_of(evaluatedChildren(S, Ctx), [&](const Stmt *Child) {
    return namesLimit(*Child, Ctx);
  });
}

const CXXRecordDecl *classOf(QualType T) {
  return T.getNonReferenceType()->getAsCXXRecordDecl();
}

/// Whether objects of type \p T, or of a layer below them, have a deadline that
/// is set once for all operations: Beast's streams.
bool carriesDeadline(QualType T, const ASTContext &Ctx, unsigned Depth = 0) {
  constexpr unsigned MaxLayers = 4;
  const CXXRecordDecl *Class = classOf(T);
  if (!Class || !Class->hasDefinition() || Depth == MaxLayers)
    return false;
  if (!Class->getDefinition()->lookup(&Ctx.Idents.get("expires_after")).empty())
    return true;
  const auto *Layers = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  return Layers &&
         llvm::any_of(Layers->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &Layer) {
                        return Layer.getKind() == TemplateArgument::Type &&
                               carriesDeadline(Layer.getAsType(), Ctx,
                                               Depth + 1);
                      });
}

bool isTimePoint(const CXXRecordDecl &Class) {
  return inStandardLibrary(Class) && Class.getIdentifier() &&
         (Class.getName() == "duration" || Class.getName() == "time_point");
}

} // namespace

llvm::SmallVector<const BodyCall *, 4>
NetworkWaits::unlimited(const CodeBody &Body) {
  llvm::SmallVector<const BodyCall *, 4> Waits;
  for (const BodyCall &Call : Body.Calls)
    if (Call.Awaited && is(Call, RuntimeRole::Network) && !isLimited(Call) &&
        !hasOwnDeadline(Call))
      Waits.push_back(&Call);
  if (Waits.empty() || limitsItself(Body))
    return {};
  if (UnknownCallers) {
    llvm::ArrayRef<const BodyCall *> Known = callsOf(*Body.Function);
    if (!Known.empty() && llvm::all_of(Known, [&](const BodyCall *Call) {
          return isLimited(*Call);
        }))
      return {};
  } else if (!isStartedUnlimited(Body)) {
    return {};
  }
  return Waits;
}

/// Whether a call around \p Call limits it, or an argument of it does.
bool NetworkWaits::isLimited(const BodyCall &Call) const {
  auto IsIn = [&](const Stmt *S, const Stmt *Outer) {
    for (; S; S = Call.Body->parents().getParent(S))
      if (S == Outer)
        return true;
    return false;
  };
  return llvm::any_of(Call.Body->Calls, [&](const BodyCall &Other) {
    return Other.Site.E && is(Other, RuntimeRole::TimeLimit) &&
           (IsIn(Call.Site.E, Other.Site.E) || IsIn(Other.Site.E, Call.Site.E));
  });
}

/// Whether \p Body deals with time: it names a limit, is given one or a token
/// that stops it, or belongs to an object with a timer.
bool NetworkWaits::limitsItself(const CodeBody &Body) const {
  if (namesLimit(*Body.Body, Model.context()))
    return true;
  for (const ParmVarDecl *P : Body.Function->parameters()) {
    QualType T = P->getType();
    const CXXRecordDecl *Class =
        classOf(T->isPointerType() ? T->getPointeeType() : T);
    if (isNamedLikeLimit(*P) ||
        (Class && (Model.catalogue().isCancellationToken(*Class) ||
                   isNamedLikeLimit(*Class) || isTimePoint(*Class))))
      return true;
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(Body.Function);
  return Method &&
         llvm::any_of(Method->getParent()->fields(), [](const FieldDecl *F) {
           const CXXRecordDecl *Class = classOf(F->getType());
           return isNamedLikeLimit(*F) || (Class && isNamedLikeLimit(*Class));
         });
}

/// Whether the stream of \p Call has a deadline that whoever made the stream
/// may have set.
bool NetworkWaits::hasOwnDeadline(const BodyCall &Call) const {
  const Expr *Stream = Call.Site.Receiver       ? Call.Site.Receiver
                       : Call.Site.Args.empty() ? nullptr
                                                : Call.Site.Args.front();
  if (!Stream || !carriesDeadline(Stream->getType(), Model.context()))
    return false;
  const auto *Var = dyn_cast_or_null<VarDecl>(namedObject(Stream));
  return !Var || !Var->isLocalVarDecl() || Var->getType()->isReferenceType();
}

llvm::ArrayRef<const BodyCall *> NetworkWaits::callsOf(const FunctionDecl &F) {
  if (!Calls) {
    Calls.emplace();
    for (const CodeBody &Body : Model.bodies())
      for (const BodyCall &Call : Body.Calls)
        if (Call.Site.E)
          (*Calls)[Call.Site.Callee->getCanonicalDecl()].push_back(&Call);
  }
  auto It = Calls->find(F.getCanonicalDecl());
  if (It == Calls->end())
    return {};
  return It->second;
}

/// Whether the file shows a way from where a task is started to \p Body, and no
/// limit on it.
bool NetworkWaits::isStartedUnlimited(const CodeBody &Body, unsigned Depth) {
  constexpr unsigned MaxDepth = 8;
  if (Depth == MaxDepth)
    return false;
  for (const BodyCall *Call : callsOf(*Body.Function)) {
    const CodeBody &Caller = *Call->Body;
    if (&Caller == &Body || isLimited(*Call) || limitsItself(Caller))
      continue;
    bool HandsOn = Caller.Kind == BodyKind::Coroutine
                       ? Call->InAwaitOperand
                       : Model.awaitables().find(
                             Caller.Function->getReturnType()) != nullptr;
    if (!HandsOn || isStartedUnlimited(Caller, Depth + 1))
      return true;
  }
  // A coroutine lambda is started where it is handed over.
  return Body.Lambda && callsOf(*Body.Function).empty() && Body.Parent &&
         !limitsItself(*Body.Parent);
}

} // namespace cotidy
