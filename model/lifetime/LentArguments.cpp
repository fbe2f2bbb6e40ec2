#include "model/lifetime/LentArguments.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {

bool diesFirst(LentArgument &Lent, const BodyCall &Call, const KeptTask &Kept,
               const AsyncModel &Model) {
  const CodeBody &Body = *Call.Body;
  const VarDecl *Var = Lent.What.Variable;
  switch (Kept.Who) {
  case Keeper::Nobody:
  case Keeper::Unknown:
    return false;
  case Keeper::Caller:
    return true;
  case Keeper::Scope:
    return !Var;
  case Keeper::Variable:
    Lent.TaskUse = usedBehindEnd(Var, *Call.Site.E,
                                 usesOfKept(*Kept.Variable, Body), Body, Model);
    return Lent.TaskUse;
  case Keeper::Runtime:
  case Keeper::Member:
  case Keeper::Dropped:
    break;
  }
  if (!Var)
    return true;
  if (Body.Function->isMain()) // runs the loop, one way or another
    return false;
  LocalEnd End = localEnd(Var, *Call.Site.E, Body, Model);
  Lent.What.AfterAwait = End == LocalEnd::AfterAwait;
  return End != LocalEnd::NotReached;
}

bool makesTask(const BodyCall &Call, const AsyncModel &Model) {
  const Expr *E = Call.Site.E;
  if (!E || !isa<CallExpr>(E) || !E->isPRValue() ||
      !E->getType()->isRecordType())
    return false;
  const AwaitableType *Type = Model.awaitables().find(E->getType());
  if (!Type)
    return Model.awaitables().isDetached(E->getType());
  return Type->Kind == TypeKind::Task ||
         Type->Kind == TypeKind::AsyncGenerator ||
         Type->Kind == TypeKind::Detached;
}

namespace {

class Lender {
public:
  Lender(const BodyCall &Call, const LateUses *Uses, const AsyncModel &Model)
      : Call(Call), Uses(Uses), Model(Model),
        Type(Model.awaitables().find(Call.Site.E->getType())) {}

  LendingCall run() {
    LendingCall Result;
    Result.Task = keeperOf(*Call.Site.E, *Call.Body, Model);
    Keeper Who = Result.Task.Who;
    if (Who == Keeper::Nobody || Who == Keeper::Unknown ||
        (Who == Keeper::Dropped && isLazy()))
      return Result;
    for (Borrowed &What : borrowedBy(Call, Model)) {
      LentArgument Lent{What};
      if ((!Uses || usedLate(Lent)) &&
          diesFirst(Lent, Call, Result.Task, Model))
        Result.Arguments.push_back(Lent);
    }
    return Result;
  }

private:
  bool isLazy() const { return Type && Type->Lazy.value_or(false); }

  /// Whether the coroutine uses the argument once it was suspended.
  bool usedLate(LentArgument &Lent) const {
    const FunctionDecl &Callee = *Call.Site.Callee;
    const FunctionDecl *Definition = nullptr;
    if (const CodeBody *Coroutine = Uses->coroutine(
            Callee.isDefined(Definition) ? *Definition : Callee)) {
      if (Lent.What.IsObject) {
        Lent.Use = Uses->ofObject(*Coroutine);
      } else {
        const FunctionDecl &F = *Coroutine->Function;
        unsigned Index = Lent.What.Parameter;
        if (Index < F.getNumParams())
          Lent.Use = Uses->of(*Coroutine, *F.getParamDecl(Index));
      }
      return Lent.Use;
    }
    // A function that is no coroutine itself may keep a copy, and one that
    // takes an rvalue most likely moves from it. Eager ones may be done with
    // it.
    const SourceManager &SM = Model.context().getSourceManager();
    return !Definition && !SM.isInSystemHeader(Callee.getLocation()) &&
           !Lent.What.IsMoved && (Lent.What.Variable || !Lent.What.IsObject) &&
           isLazy() && (Type->Known || Type->Promise);
  }

  const BodyCall &Call;
  const LateUses *Uses;
  const AsyncModel &Model;
  const AwaitableType *Type;
};

} // namespace

LendingCall lendingCall(const BodyCall &Call, const LateUses *Uses,
                        const AsyncModel &Model) {
  return Lender(Call, Uses, Model).run();
}

} // namespace cotidy
