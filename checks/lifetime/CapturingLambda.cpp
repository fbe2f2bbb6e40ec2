#include "checks/AsyncCheck.h"
#include "checks/lifetime/KeeperText.h"
#include "fixits/CapturesToParameters.h"
#include "model/code/ExprUtils.h"
#include "model/lifetime/LentArguments.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-capturing-lambda",
    .Family = "lifetime",
    .Summary = "Finds lambda coroutines whose captures are gone before the "
               "coroutine ends.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Unsafe,
    .Precision = "very-high",
    .Tags = {"concurrency", "correctness", "lifetime"},
    .Documentation = R"md(
## What it does

Reports a lambda that is a coroutine and has captures, where the lambda is
destroyed before the coroutine is done with them: it is called where it stands
(`[x]() -> task<> { ... }()`) and the task is stored, spawned or returned; it is
a local variable and the task outlives that; or it is given to a continuation
(Seastar's `then`, kj's `then`) that destroys it as soon as it has returned.

## Why is this bad

A coroutine keeps its parameters and its locals in its frame. Captures are none
of these: they are members of the lambda, which the coroutine only refers to. When
the lambda is a temporary, it dies at the end of the statement that calls it,
and whatever the coroutine reads of its captures from then on is freed memory. A
capture by value does not help: it is the copy that dies.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>

boost::asio::awaitable<void> greet(std::string name);

void welcome(boost::asio::io_context &loop, std::string name) {
  boost::asio::co_spawn(
      loop,
      [name]() -> boost::asio::awaitable<void> { co_await greet(name); }(),
      boost::asio::detached);
}
```

## Use instead

`co_spawn` keeps a lambda that it is given and calls it itself. Not calling it is
the whole change:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>

boost::asio::awaitable<void> greet(std::string name);

void welcome(boost::asio::io_context &loop, std::string name) {
  boost::asio::co_spawn(
      loop, [name]() -> boost::asio::awaitable<void> { co_await greet(name); },
      boost::asio::detached);
}
```

Where the task itself is wanted, parameters are kept in the coroutine's frame:

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

boost::asio::awaitable<void> greet(std::string name);

boost::asio::awaitable<void> welcome(std::string name) {
  return [](std::string name) -> boost::asio::awaitable<void> {
    co_await greet(name);
  }(std::move(name));
}
```

## Fix safety

A lambda that is called where it is written gets parameters in the place of its
captures, which the coroutine's frame keeps. Unsafe: captures by copy become
values that the coroutine may change, and the lambda becomes generic. Captures of
`this`, and of local objects by reference, have no fix.

## Not reported

- A lambda that is called and awaited in one expression: `co_await [&]() ->
  task<> { ... }()`, also inside a combinator or a timeout.
- A lambda that is handed over without being called, to something that keeps it:
  `co_spawn`, `co_invoke`, `seastar::coroutine::lambda`.
- No captures, captures that the coroutine does not use once it was suspended,
  and `this auto self`, which is a copy in the frame. An eager coroutine that
  awaits only what is ready, as far as this file shows, is never suspended.
- With `StrictMode` only: a lambda in a variable whose end comes after an await.

## Known limitations

- Tasks handed to functions that nobody knows, and lambdas that are called by
  other functions of the project.
- Eager coroutines hand captures on to what they await before they are first
  suspended: that is not followed.

## References

- C++ Core Guidelines, CP.51: do not use capturing lambdas that are coroutines.
- Seastar, `lambda-coroutine-fiasco.md`; libcoro's README, "A note on lambda
  captures"; kj, "Coroutines".
- clang-tidy, `cppcoreguidelines-avoid-capturing-lambda-coroutines`.
)md"};

class CapturingLambdaCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    LateUses Uses(Model);
    for (const CodeBody &Body : Model.bodies())
      for (const BodyCall &Call : Body.Calls) {
        if (Call.Site.ReceiverClass && Call.Site.ReceiverClass->isLambda())
          lookAtCall(Model, Call, Uses);
        else if (!Call.Site.Args.empty())
          lookAtContinuation(Model, Call, Uses);
      }
  }

private:
  /// The coroutine that the lambda \p Operator is the call operator of, if it
  /// has captures that it uses once it was suspended.
  static const CodeBody *coroutineOf(const FunctionDecl &Operator,
                                     const LateUses &Uses, Start Begins,
                                     LateUses::Capture &Used) {
    const CodeBody *Coroutine = Uses.coroutine(Operator);
    if (!Coroutine || !Coroutine->Lambda ||
        Coroutine->Lambda->captures().empty())
      return nullptr;
    // `this auto self` puts the lambda into the frame.
    if (Operator.hasCXXExplicitFunctionObjectParameter() &&
        !Operator.getParamDecl(0)->getType()->isReferenceType())
      return nullptr;
    Used = Uses.ofCaptures(*Coroutine, Begins);
    return Used.Use ? Coroutine : nullptr;
  }

  void lookAtCall(const AsyncModel &Model, const BodyCall &Call,
                  const LateUses &Uses) {
    if (!Call.Site.E || Call.Body->Dependent)
      return;
    if (!Uses.coroutine(*Call.Site.Callee))
      return;
    KeptTask Task = keeperOf(*Call.Site.E, *Call.Body, Model);
    LateUses::Capture Used;
    const CodeBody *Coroutine =
        coroutineOf(*Call.Site.Callee, Uses, Task.Begins, Used);
    if (!Coroutine)
      return;
    LentArgument Closure;
    const Expr *Object = stripTransparent(Call.Site.Receiver);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Object)) {
      Closure.What.Variable = dyn_cast<VarDecl>(Ref->getDecl());
      if (!Closure.What.Variable || !Closure.What.Variable->hasLocalStorage() ||
          Closure.What.Variable->getType()->isReferenceType() ||
          Closure.What.Variable->getDeclContext() != Call.Body->Function)
        return;
    } else if (!isa<LambdaExpr>(Object) ||
               livesOn(*cast<LambdaExpr>(Object), *Call.Body)) {
      return;
    }
    if ((Task.Who == Keeper::Dropped && Uses.isLazy(*Coroutine)) ||
        !diesFirst(Closure, Call, Task, Model) ||
        (Closure.What.AfterAwait && !strict()))
      return;
    Finding F = finding(*Coroutine, Used, Call);
    F.Notes.push_back(keeperNote(Task, Call.Site));
    if (const VarDecl *Var = Closure.What.Variable)
      F.Notes.push_back(
          {Var->getLocation(), "'" + Var->getNameAsString() +
                                   "' is destroyed at the end of its scope"});
    addUse(F, Used);
    // One of the project's own takes tasks only.
    bool TakesFunctions =
        Task.Sink && (Task.Who == Keeper::Runtime || Task.Who == Keeper::Scope);
    F.Notes.push_back(
        {F.Loc, TakesFunctions && !Closure.What.Variable
                    ? "hand the lambda over without calling it, or pass what "
                      "it needs as arguments"
                    : "pass what it needs as arguments, or await the task in "
                      "the same expression"});
    if (const auto *Lambda = dyn_cast<LambdaExpr>(Object))
      if (auto Passed = planCapturesToParameters(*Lambda, Call, Model))
        F.Fixes.push_back(std::move(*Passed));
    report(Model, F);
  }

  /// C++23 keeps the temporaries of a range-based for loop to its end.
  static bool livesOn(const LambdaExpr &Lambda, const CodeBody &Body) {
    const auto *Temporary = dyn_cast_or_null<MaterializeTemporaryExpr>(
        Body.parents().getParent(&Lambda));
    return Temporary && Temporary->getExtendingDecl();
  }

  void lookAtContinuation(const AsyncModel &Model, const BodyCall &Call,
                          const LateUses &Uses) {
    for (auto [Index, Argument] : llvm::enumerate(Call.Site.Args)) {
      const LambdaExpr *Lambda = lambdaBehind(Argument);
      if (!Lambda || Lambda->captures().empty())
        continue;
      const RuntimeFunction *Callback = Model.catalogue().function(
          Call.Site, RuntimeRole::LoopCallback, Model.context(), Index);
      if (!Callback || !Callback->DestroysCallable)
        continue;
      for (const FunctionDecl *Operator : callOperators(*Lambda)) {
        LateUses::Capture Used;
        const CodeBody *Coroutine =
            coroutineOf(*Operator, Uses, Start::OwnTime, Used);
        if (!Coroutine)
          continue;
        Finding F = finding(*Coroutine, Used, Call);
        F.Notes.push_back({Call.Site.E->getExprLoc(),
                           "'" + Call.Site.Callee->getNameAsString() +
                               "' destroys the lambda as soon as it has "
                               "returned"});
        addUse(F, Used);
        F.Notes.push_back({F.Loc,
                           "keep the lambda until the coroutine ends, "
                           "or await here what the continuation is for"});
        report(Model, F);
        break;
      }
    }
  }

  static llvm::SmallVector<const FunctionDecl *, 2>
  callOperators(const LambdaExpr &Lambda) {
    llvm::SmallVector<const FunctionDecl *, 2> Result;
    if (FunctionTemplateDecl *Generic = Lambda.getDependentCallOperator())
      llvm::append_range(Result, Generic->specializations());
    else
      Result.push_back(Lambda.getCallOperator());
    return Result;
  }

  static Finding finding(const CodeBody &Coroutine,
                         const LateUses::Capture &Used, const BodyCall &Call) {
    const LambdaExpr &Lambda = *Coroutine.Lambda;
    Finding F;
    F.Loc = Lambda.getBeginLoc();
    F.Range = Lambda.getIntroducerRange();
    F.Category = "lifetime";
    F.Function = Call.Body->name();
    F.Message = "the lambda is destroyed before its coroutine ends, and its "
                "capture " +
                nameOf(Used) + " with it";
    return F;
  }

  static std::string nameOf(const LateUses::Capture &Used) {
    return Used.Variable ? "'" + Used.Variable->getNameAsString() + "'"
                         : "'this'";
  }

  static void addUse(Finding &F, const LateUses::Capture &Used) {
    F.Notes.push_back({Used.Use->getExprLoc(),
                       "the coroutine uses " + nameOf(Used) + " here"});
  }
};

const RegisterCheck<CapturingLambdaCheck> Registration(Info);

} // namespace
} // namespace cotidy
