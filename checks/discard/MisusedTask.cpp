#include "checks/AsyncCheck.h"
#include "checks/discard/TaskText.h"
#include "fixits/InsertAwait.h"
#include "model/code/ExprUtils.h"
#include "model/code/QualifiedName.h"
#include "model/tasks/MadeTask.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-misused-task",
    .Family = "discard",
    .Summary = "Finds coroutines where something synchronous is expected, and "
               "tasks used as conditions.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Safe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports a lambda or function that returns a task where its result is thrown away:
turned into a `std::function<void()>` or another wrapper of a function that
returns nothing, handed to `std::for_each`, `std::thread`, `std::call_once`, or as
completion handler to `asio::post`, `async_read` and their like. Also reports a
task that is made where a condition stands: `if (ready())`.

## Why is this bad

Whoever calls the callable drops the task. The lazy kind never runs, and the body
that stands there in full is dead code; the cancelled kind ends at its first
await. A task in a condition tells that there is a task, not what it will say.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

boost::asio::awaitable<void> store(int value);

void save(boost::asio::io_context &loop) {
  boost::asio::post(loop, []() -> boost::asio::awaitable<void> {
    co_await store(1);
  });
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

boost::asio::awaitable<void> store(int value);

void save(boost::asio::io_context &loop) {
  boost::asio::co_spawn(
      loop, []() -> boost::asio::awaitable<void> { co_await store(1); },
      boost::asio::detached);
}
```

## Fix safety

Inserting `co_await` is offered for a condition in a coroutine that can await the
task. It is safe: the code compiles, and the condition is the value that the task
gives. Nothing is offered for callables.

## Not reported

- Functions that take coroutine functions and await them: `co_spawn`, Seastar's
  `parallel_for_each`, `coro::invoke`.
- Coroutines that run unattended by design, and eager tasks that run on when they
  are dropped, as Qt's slots do with QCoro. `StrictMode` reports the latter.
- A task in a variable that is asked whether there is one: `if (task)`.

## Known limitations

- Callables that `std::bind` wraps, and templates of the project that drop what
  their callable returns.

## References

- Asio, "Completion handler": its result is ignored.
)md"};

/// The type that calling \p E without knowing its arguments gives, or null: of
/// a lambda, a function, or an object with one call operator.
QualType resultOfCalling(const Expr *E) {
  if (const LambdaExpr *Lambda = lambdaBehind(E)) {
    const FunctionDecl *Operator = Lambda->getCallOperator();
    if (const FunctionTemplateDecl *Generic =
            Lambda->getDependentCallOperator()) {
      QualType Result;
      for (const FunctionDecl *Instance : Generic->specializations())
        Result = Instance->getReturnType();
      return Result;
    }
    return Operator->getReturnType();
  }
  E = stripTransparent(E);
  QualType T = E->getType();
  if (const auto *Address = dyn_cast<UnaryOperator>(E);
      Address && Address->getOpcode() == UO_AddrOf)
    T = Address->getSubExpr()->getType();
  if (T->isFunctionPointerType())
    T = T->getPointeeType();
  if (const auto *Function = T->getAs<FunctionProtoType>())
    return Function->getReturnType();
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition() || Record->isInStdNamespace())
    return {};
  const FunctionDecl *Only = nullptr;
  for (const CXXMethodDecl *Method : Record->methods())
    if (Method->getOverloadedOperator() == OO_Call) {
      if (Only)
        return {};
      Only = Method;
    }
  return Only ? Only->getReturnType() : QualType();
}

/// Whether \p Class wraps functions that return nothing: its first argument is
/// the type of one, as with `std::function<void(int)>`.
bool wrapsVoidFunction(const CXXRecordDecl &Class) {
  const auto *Wrapper = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (!Wrapper || Wrapper->getTemplateArgs().size() == 0 ||
      Wrapper->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  const auto *Signature =
      Wrapper->getTemplateArgs()[0].getAsType()->getAs<FunctionProtoType>();
  return Signature && Signature->getReturnType()->isVoidType();
}

class MisusedTaskCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies())
      for (const BodyCall &Call : Body.Calls)
        if (Call.Site.E) {
          lookAtWrapper(Model, Call);
          lookAtCallback(Model, Call);
          lookAtCondition(Model, Call);
        }
  }

private:
  /// The task type that calling \p Callable gives and that must not be dropped,
  /// or null.
  const AwaitableType *lostTask(const Expr *Callable,
                                const AsyncModel &Model) const {
    QualType Result = resultOfCalling(Callable);
    if (Result.isNull() || Result->isDependentType() ||
        Result->isReferenceType())
      return nullptr;
    const AwaitableType *Type = Model.awaitables().find(Result);
    if (!Type || Type->Kind == TypeKind::Detached)
      return nullptr;
    bool Lost = Type->neverRuns() || Type->Drop == DropEffect::Cancelled ||
                Type->Drop == DropEffect::Terminates;
    bool IsTask =
        Type->Kind == TypeKind::Task || Type->Kind == TypeKind::AsyncGenerator;
    return IsTask && !Type->DropLegitimate && (Lost || strict()) ? Type
                                                                 : nullptr;
  }

  void lookAtWrapper(const AsyncModel &Model, const BodyCall &Call) {
    const auto *Construct = dyn_cast<CXXConstructExpr>(Call.Site.E);
    if (!Construct || Construct->getNumArgs() == 0 ||
        Construct->getConstructor()->isCopyOrMoveConstructor() ||
        !wrapsVoidFunction(*Construct->getConstructor()->getParent()))
      return;
    if (const AwaitableType *Type = lostTask(Construct->getArg(0), Model))
      reportCallable(Model, Call, *Construct->getArg(0), *Type,
                     "'" + qualifiedName(*Call.Site.ReceiverClass) +
                         "' expects a function that returns nothing");
  }

  void lookAtCallback(const AsyncModel &Model, const BodyCall &Call) {
    for (RuntimeRole Role : {RuntimeRole::LoopCallback, RuntimeRole::Offload,
                             RuntimeRole::InPlace})
      for (int I = 0, N = static_cast<int>(Call.Site.Args.size()); I < N; ++I) {
        const RuntimeFunction *F =
            Model.catalogue().function(Call.Site, Role, Model.context(), I);
        if (!F || !F->DropsResult)
          continue;
        const Expr *Callable = behindWrappers(Call.Site.Args[I], Model);
        if (const AwaitableType *Type = lostTask(Callable, Model)) {
          std::string Name = Call.Site.FunctionObject
                                 ? Call.Site.FunctionObject->getNameAsString()
                                 : Call.Site.Callee->getNameAsString();
          reportCallable(Model, Call, *Callable, *Type,
                         "'" + Name + "' ignores what it returns");
          return;
        }
      }
  }

  /// The callable inside `bind_executor(strand, callable)`.
  static const Expr *behindWrappers(const Expr *E, const AsyncModel &Model) {
    while (std::optional<CallSite> Site = CallSite::of(stripTransparent(E))) {
      const RuntimeFunction *Wrapper = Model.catalogue().function(
          *Site, RuntimeRole::Wrapper, Model.context());
      if (!Wrapper || Wrapper->Argument < 0 || !Site->arg(Wrapper->Argument))
        break;
      E = Site->arg(Wrapper->Argument);
    }
    return E;
  }

  void reportCallable(const AsyncModel &Model, const BodyCall &Call,
                      const Expr &Callable, const AwaitableType &Type,
                      std::string Why) {
    Finding F;
    F.Loc = Callable.getBeginLoc();
    F.Range = Callable.getSourceRange();
    F.Category = "task";
    F.Function = Call.Body->name();
    F.Message = "a coroutine stands where a plain function is expected" +
                effectOf(Type).str();
    F.Notes.push_back({Call.Site.Loc, std::move(Why)});
    F.Notes.push_back(
        {F.Loc, "call it in a plain function that hands its task to something "
                "that runs it"});
    report(Model, F);
  }

  /// `if (f())`: the operand of a conversion to bool makes the task.
  void lookAtCondition(const AsyncModel &Model, const BodyCall &Call) {
    const auto *Conversion = dyn_cast<CXXConversionDecl>(Call.Site.Callee);
    if (!Conversion || !Conversion->getConversionType()->isBooleanType() ||
        !Call.Site.Receiver)
      return;
    const Expr *Made = stripTransparent(Call.Site.Receiver);
    const auto *Maker = dyn_cast<CallExpr>(Made);
    if (!Maker || !Made->isPRValue())
      return;
    const AwaitableType *Type = Model.awaitables().find(Made->getType());
    if (!Type || Type->Kind == TypeKind::Detached ||
        Type->Kind == TypeKind::AsyncGenerator)
      return;
    const FunctionDecl *Callee = Maker->getDirectCallee();
    Finding F;
    F.Loc = Made->getBeginLoc();
    F.Range = Made->getSourceRange();
    F.Category = "task";
    F.Function = Call.Body->name();
    F.Message = "the condition asks whether there is a " +
                nounFor(Type->Kind).str() +
                (Callee && Callee->getIdentifier()
                     ? " returned by '" + Callee->getNameAsString() + "'"
                     : std::string()) +
                ", not what it gives";
    F.Notes.push_back({F.Loc, "await it with 'co_await' to get its value"});
    QualType Value = Model.awaitables().valueOf(Made->getType());
    bool Tells = !Value.isNull() && !Value->isVoidType() &&
                 (Value.getNonReferenceType()->isScalarType());
    if (Tells)
      if (std::optional<Fix> Planned = planInsertAwait(
              *Made, *Call.Body, Model.awaitables(), Model.context()))
        F.Fixes.push_back(std::move(*Planned));
    report(Model, F);
  }
};

const RegisterCheck<MisusedTaskCheck> Registration(Info);

} // namespace
} // namespace cotidy
