#include "model/tasks/MadeTask.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

const AwaitableType *taskMadeBy(const BodyCall &Call, const AsyncModel &Model,
                                bool Strict) {
  const Expr *E = Call.Site.E;
  if (!E || Call.Awaited || !E->isPRValue() || !E->getType()->isRecordType())
    return nullptr;
  const AwaitableType *Type = Model.awaitables().find(E->getType());
  if (!Type)
    return nullptr;
  // An object that its constructor made (`event done;`) is no task, unless the
  // catalogue says so.
  if (!isa<CallExpr>(E) && !(Type->Known && Type->Kind == TypeKind::Operation))
    return nullptr;
  // What a sink returns is a handle of work that is under way, unless the work
  // waits for that to be awaited: co_spawn(ex, f(), use_awaitable).
  const Catalogue &Known = Model.catalogue();
  if (const RuntimeFunction *Sink =
          Known.function(Call.Site, RuntimeRole::Sink, Model.context());
      Sink &&
      (!Type->Lazy.value_or(false) ||
       !Known.anyHolds(Sink->ResultStillLazyIf, Call.Site, Model.context())))
    return nullptr;
  if (Type->DropLegitimate &&
      !(Strict && Type->Known && Type->Kind != TypeKind::Detached))
    return nullptr;
  return Type;
}

/// Whether awaiting \p Operand gives the result of a coroutine as it returned
/// it: `task<T>` gives `T`. Operations give futures of their own on purpose
/// (`result.resolve()`, which only waits).
static bool givesItsArgument(QualType Operand, QualType Value,
                             const AsyncModel &Model) {
  const AwaitableType *Type = Model.awaitables().find(Operand);
  const auto *Task = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Type ? Operand.getNonReferenceType()->getAsCXXRecordDecl() : nullptr);
  if (!Task || !(Type->Promise || Type->Known) ||
      Task->getTemplateArgs().size() == 0)
    return false;
  const TemplateArgument &First = Task->getTemplateArgs()[0];
  return First.getKind() == TemplateArgument::Type &&
         Model.context().hasSameUnqualifiedType(First.getAsType(), Value);
}

const AwaitableType *taskAwaitedFrom(const Expr &Await,
                                     const AsyncModel &Model) {
  const auto *E = dyn_cast<CoawaitExpr>(&Await);
  if (!E || !E->isPRValue() || !E->getType()->isRecordType())
    return nullptr;
  const AwaitableType *Type = Model.awaitables().find(E->getType());
  if (!Type)
    return nullptr;
  bool IsTask = Type->Kind == TypeKind::Task ||
                Type->Kind == TypeKind::AsyncGenerator ||
                (Type->Known && Type->Kind == TypeKind::Operation);
  bool Inner =
      givesItsArgument(E->getOperand()->getType(), E->getType(), Model);
  if (!IsTask || !(Type->neverRuns() || Inner))
    return nullptr;
  // Dropping an eager task is a mistake of its own where that is legitimate,
  // except that here an await was written to wait for it.
  if (Type->DropLegitimate && !Inner)
    return nullptr;
  return Type;
}

bool isGuard(QualType T, const Catalogue &Known) {
  if (T.isNull() || T->isReferenceType())
    return false;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return false;
  if (const RuntimeType *Type = Known.type(*Record))
    return Type->Kind == TypeKind::Guard;
  Record = Record->getDefinition();
  if (!Record || !Record->getIdentifier() || inStandardLibrary(*Record))
    return false;
  const CXXDestructorDecl *Destructor = Record->getDestructor();
  bool Copies = llvm::any_of(Record->ctors(), [](const CXXConstructorDecl *C) {
    return C->isCopyConstructor() && !C->isDeleted();
  });
  if (!Destructor || !Destructor->isUserProvided() || Copies)
    return false;
  std::string Name = Record->getName().lower();
  StringRef Words = Name;
  return (Words.contains("lock") && !Words.contains("block")) ||
         Words.contains("guard") || Words.contains("permit");
}

static bool isNodiscard(const TagDecl &D) {
  if (D.hasAttr<WarnUnusedResultAttr>())
    return true;
  const auto *Record = dyn_cast<CXXRecordDecl>(&D);
  const CXXRecordDecl *Pattern =
      Record ? Record->getTemplateInstantiationPattern() : nullptr;
  return Pattern && Pattern->hasAttr<WarnUnusedResultAttr>();
}

static bool isOneOutcome(const TagDecl &D, const Catalogue &Known) {
  const auto *Record = dyn_cast<CXXRecordDecl>(&D);
  return (Record && Known.isOutcome(*Record)) ||
         (!D.isInStdNamespace() && isNodiscard(D));
}

/// Whether \p Holds is true of the class of \p T or, if that is a tuple, pair
/// or container, of one that it holds.
static bool anyHeld(QualType T,
                    llvm::function_ref<bool(const TagDecl &)> Holds) {
  const TagDecl *Tag = T.isNull() ? nullptr : T->getAsTagDecl();
  if (!Tag)
    return false;
  if (Holds(*Tag))
    return true;
  const auto *Holder = dyn_cast<ClassTemplateSpecializationDecl>(Tag);
  if (!Holder || !Holder->isInStdNamespace() || !Holder->getIdentifier() ||
      !llvm::is_contained({"tuple", "pair", "vector", "array"},
                          Holder->getName()))
    return false;
  auto HeldIn = [&](const TemplateArgument &A) {
    return A.getKind() == TemplateArgument::Type &&
           anyHeld(A.getAsType(), Holds);
  };
  return llvm::any_of(
      Holder->getTemplateArgs().asArray(), [&](const TemplateArgument &A) {
        return HeldIn(A) || (A.getKind() == TemplateArgument::Pack &&
                             llvm::any_of(A.pack_elements(), HeldIn));
      });
}

bool isOutcome(QualType T, const Catalogue &Known) {
  return anyHeld(
      T, [&](const TagDecl &Held) { return isOneOutcome(Held, Known); });
}

bool isErrorCode(QualType T, const Catalogue &Known) {
  return isOutcome(T, Known) && !anyHeld(T, [&](const TagDecl &Held) {
           const auto *Record = dyn_cast<CXXRecordDecl>(&Held);
           return isOneOutcome(Held, Known) &&
                  !(Record && Known.isErrorCode(*Record));
         });
}

} // namespace cotidy
