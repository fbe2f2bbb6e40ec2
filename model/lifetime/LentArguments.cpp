#include "model/lifetime/LentArguments.h"
#include "clang/AST/StmtCXX.h"
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

const CodeBody *calledCoroutine(const FunctionDecl &Callee,
                                const LateUses &Uses) {
  const FunctionDecl *Definition = Callee.getDefinition();
  return Uses.coroutine(Definition ? *Definition : Callee);
}

const Expr *lateUse(const Borrowed &Lent, const CodeBody &Coroutine,
                    Start Begins, const LateUses &Uses) {
  if (Lent.IsObject)
    return Uses.ofObject(Coroutine, Begins);
  const FunctionDecl &F = *Coroutine.Function;
  unsigned Index = Lent.Parameter;
  return Index < F.getNumParams()
             ? Uses.of(Coroutine, *F.getParamDecl(Index), Begins)
             : nullptr;
}

/// Whether the function that \p Call calls can use \p Lent late.
bool mayUseLate(const Borrowed &Lent, const BodyCall &Call, Start Begins,
                const LateUses &Uses, const AsyncModel &Model) {
  const FunctionDecl &Callee = *Call.Site.Callee;
  if (const CodeBody *Coroutine = calledCoroutine(Callee, Uses))
    return lateUse(Lent, *Coroutine, Begins, Uses);
  const FunctionDecl *Definition = Callee.getDefinition();
  if (Lent.IsObject || !Definition || Definition->hasSkippedBody() ||
      Model.context().getSourceManager().isInSystemHeader(
          Definition->getLocation()))
    return true;
  // A function that only calls a coroutine may hand it a copy.
  unsigned Index = Lent.Parameter;
  return isa_and_nonnull<CoroutineBodyStmt>(Definition->getBody()) &&
         (Index >= Definition->getNumParams() ||
          Definition->getParamDecl(Index)->isReferenced());
}

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
      if ((!Uses || usedLate(Lent, Result.Task.Begins)) &&
          diesFirst(Lent, Call, Result.Task, Model))
        Result.Arguments.push_back(Lent);
    }
    return Result;
  }

private:
  bool isLazy() const { return Type && Type->Lazy.value_or(false); }

  /// Whether the coroutine uses the argument once it was suspended.
  bool usedLate(LentArgument &Lent, Start Begins) const {
    const FunctionDecl &Callee = *Call.Site.Callee;
    if (const CodeBody *Coroutine = calledCoroutine(Callee, *Uses)) {
      Lent.Use = lateUse(Lent.What, *Coroutine, Begins, *Uses);
      return Lent.Use;
    }
    const FunctionDecl *Definition = Callee.getDefinition();
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

std::optional<Borrowed> firstBorrowed(const BodyCall &Coroutine,
                                      const Expr &Spawn, Start Begins,
                                      const LateUses &Uses,
                                      const AsyncModel &Model) {
  const CodeBody &Body = *Coroutine.Body;
  if (Body.Function->isMain() || Body.Dependent)
    return std::nullopt;
  std::optional<Borrowed> Result;
  for (Borrowed &Candidate : borrowedBy(Coroutine, Model)) {
    // What is given as an rvalue is moved from, most often at once, and many
    // objects that functions give are handles.
    if (Candidate.IsMoved || (Candidate.IsObject && !Candidate.Variable) ||
        !mayUseLate(Candidate, Coroutine, Begins, Uses, Model))
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
