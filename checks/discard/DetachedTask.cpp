#include "checks/AsyncCheck.h"
#include "checks/discard/TaskText.h"
#include "fixits/HeaderInsertion.h"
#include "model/code/Coroutine.h"
#include "model/code/ExprUtils.h"
#include "model/lifetime/LentArguments.h"
#include "model/tasks/StartedTask.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/Sequence.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-detached-task",
    .Family = "discard",
    .Summary = "Finds tasks that run on their own and refer to locals that die "
               "first, or lose their errors.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Unsafe,
    .Precision = "medium",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports a task that is handed to the runtime to run on its own (`co_spawn` with
`detached` or a handler, `spawn_detached`, `start`) although an argument of the
coroutine refers to a local variable or a temporary that is gone when it runs: a
reference, a pointer, a view, `std::ref`, or the object of a member coroutine.

With `StrictMode`, also reports locals that the coroutine outlives only because
the function around it awaits something else before it ends, and tasks whose
errors nobody learns of (`detached`) although the coroutine can throw and has no
handler around its body.

## Why is this bad

The function that spawns goes on at once. When it returns, its variables and
temporaries are destroyed, and the coroutine still holds references to them: it
reads freed memory, and most often only under load. `detached` throws exceptions
away: a task that failed looks like one that is still busy.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>

boost::asio::awaitable<void> greet(const std::string &name);

void welcome(boost::asio::io_context &loop, int user) {
  std::string name = std::to_string(user);
  boost::asio::co_spawn(loop, greet(name), boost::asio::detached);
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>

boost::asio::awaitable<void> greet(std::string name);

void welcome(boost::asio::io_context &loop, int user) {
  std::string name = std::to_string(user);
  boost::asio::co_spawn(loop, greet(std::move(name)), boost::asio::detached);
}
```

## Fix safety

For lost errors, a completion handler that throws them out of the event loop is
offered in the place of `detached`. It is unsafe: an error that was silent until
now ends `run()`.

## Not reported

- Arguments by value, smart pointers that are copied, static and global objects.
- Functions that run the event loop themselves, wait for the task, or end only
  with the program, before the variable dies.
- Tasks whose handle is kept or awaited, and scopes that are joined.
- What the coroutine uses only before it is first suspended, where it starts in
  its call or in the call that takes the task (`co_spawn` on the executor that
  `co_await this_coro::executor` gave).
- Closures handed over, which are a matter of their captures.

## Known limitations

- What a coroutine that starts at once hands on, by reference, to what it awaits
  first is not followed.
- Objects that the local variable refers to itself are not followed.
- Parameters that are rvalue references, and functions that are no coroutines
  themselves: they may keep a copy.

## References

- C++ Core Guidelines, CP.53: parameters to coroutines should not be passed by
  reference.
- Asio, `detached_t`.
)md"};

class DetachedTaskCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    LateUses Uses(Model);
    for (const CodeBody &Body : Model.bodies())
      for (const BodyCall &Call : Body.Calls)
        // A scope that nobody joins is another check's.
        if (std::optional<StartedTask> Started = startedTask(Call, Model);
            Started && !Started->InScope)
          look(Model, Call, *Started, Uses);
  }

private:
  void look(const AsyncModel &Model, const BodyCall &Call,
            const StartedTask &Started, const LateUses &Uses) {
    const BodyCall *Made = coroutineCall(*Started.Task, Call, Model);
    if (!Made)
      return;
    if (std::optional<Borrowed> Local =
            firstBorrowed(*Made, *Call.Site.E, Started.Begins, Uses, Model)) {
      if (!Local->AfterAwait || strict())
        reportBorrowed(Model, Call, *Made, *Local);
      return;
    }
    if (strict() && Started.Sink &&
        Model.catalogue().anyHolds(Started.Sink->ErrorsLostIf, Call.Site,
                                   Model.context()))
      lookAtErrors(Model, Call, *Made);
  }

  /// The call of a coroutine whose task \p Task is, looking through members
  /// that give the same task in another form (`f().via(ex)`).
  static const BodyCall *coroutineCall(const Expr &Task, const BodyCall &Sink,
                                       const AsyncModel &Model) {
    const Expr *E = stripTransparent(&Task);
    while (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) {
      const Expr *Object =
          stripTransparent(Member->getImplicitObjectArgument());
      if (!Model.awaitables().find(Object->getType()) || !isa<CallExpr>(Object))
        break;
      E = Object;
    }
    for (const BodyCall &Call : Sink.Body->Calls)
      if (Call.Site.E == E && E->isPRValue() &&
          Model.awaitables().find(E->getType()))
        return &Call;
    return nullptr;
  }

  void reportBorrowed(const AsyncModel &Model, const BodyCall &Call,
                      const BodyCall &Made, const Borrowed &Local) {
    std::string What = Local.Variable
                           ? "'" + Local.Variable->getNameAsString() + "'"
                           : "a temporary";
    Finding F;
    F.Loc = Call.Site.Loc;
    F.Range = Call.Site.E->getSourceRange();
    F.Category = "lifetime";
    F.Certainty = Local.AfterAwait ? Confidence::Medium : Confidence::High;
    F.Function = Call.Body->name();
    F.Message = "the detached task" + originText(Made.Site) + " outlives " +
                What + ", which it refers to";
    F.Notes.push_back({Local.Argument->getBeginLoc(),
                       Local.IsObject ? What + " is the object it runs on"
                                      : What + " is handed over by reference"});
    if (Local.Variable)
      F.Notes.push_back({Local.Variable->getLocation(),
                         What + " is destroyed at the end of its scope"});
    F.Notes.push_back(
        {F.Loc,
         Local.IsObject
             ? "let the coroutine own the object ('shared_from_this'), or "
               "await the task"
             : "let the coroutine take it by value, or await the task"});
    report(Model, F);
  }

  /// Whether everything that the coroutine \p F does stands in a try block that
  /// catches all, or nothing in it throws.
  static bool handlesErrors(const FunctionDecl &F) {
    if (const auto *Type = F.getType()->getAs<FunctionProtoType>();
        Type && Type->isNothrow())
      return true;
    const auto *Body = dyn_cast_or_null<CompoundStmt>(writtenBody(F));
    if (!Body)
      return true; // nobody knows
    bool Handled = false;
    for (const Stmt *S : Body->body()) {
      const auto *Try = dyn_cast<CXXTryStmt>(S);
      Handled |=
          Try &&
          llvm::any_of(llvm::seq(0U, Try->getNumHandlers()), [Try](unsigned I) {
            const auto *Caught = Try->getHandler(I)->getExceptionDecl();
            return !Caught ||
                   Caught->getType().getNonReferenceType()->isRecordType();
          });
    }
    return Handled;
  }

  void lookAtErrors(const AsyncModel &Model, const BodyCall &Call,
                    const BodyCall &Made) {
    const FunctionDecl *Definition = nullptr;
    if (!Made.Site.Callee->isDefined(Definition) || handlesErrors(*Definition))
      return;
    const CodeBody *Coroutine = Model.bodyOf(*Definition);
    if (!Coroutine || Coroutine->Kind != BodyKind::Coroutine ||
        (Coroutine->Suspensions.empty() && Coroutine->Calls.empty()))
      return;
    Finding F;
    F.Loc = Call.Site.Loc;
    F.Range = Call.Site.E->getSourceRange();
    F.Category = "task";
    F.Certainty = Confidence::Medium;
    F.Function = Call.Body->name();
    F.Message = "nobody learns of the errors of the detached task" +
                originText(Made.Site);
    F.Notes.push_back(
        {Definition->getLocation(), "it can throw and handles nothing"});
    F.Notes.push_back({F.Loc, "handle errors in the coroutine, or give "
                              "'" +
                                  Call.Site.Callee->getNameAsString() +
                                  "' something that reports them"});
    if (std::optional<Fix> Planned = planHandler(Model, Call, Made))
      F.Fixes.push_back(std::move(*Planned));
    report(Model, F);
  }

  /// A handler in the place of the token `detached`.
  static std::optional<Fix> planHandler(const AsyncModel &Model,
                                        const BodyCall &Call,
                                        const BodyCall &Made) {
    QualType Value = Model.awaitables().valueOf(Made.Site.E->getType());
    // Asio's own have a defaulted parameter behind the token.
    llvm::ArrayRef<const Expr *> Written = Call.Site.Args;
    while (!Written.empty() && isa<CXXDefaultArgExpr>(Written.back()))
      Written = Written.drop_back();
    if (Written.size() < 3 || Value.isNull() || !Value->isVoidType())
      return std::nullopt;
    const auto *Ref = dyn_cast<DeclRefExpr>(Written.back()->IgnoreImplicit());
    if (!Ref || Ref->getBeginLoc().isMacroID() || Ref->getEndLoc().isMacroID())
      return std::nullopt;
    Fix Result;
    Result.Title = "throw its error out of the event loop";
    Result.Level = Applicability::Unsafe;
    Result.Edits.push_back(FixItHint::CreateReplacement(
        Ref->getSourceRange(), "[](std::exception_ptr error) { if (error) "
                               "std::rethrow_exception(error); }"));
    addHeaders(Result, Ref->getBeginLoc(), {"exception"}, {},
               Model.context().getSourceManager());
    return Result;
  }
};

const RegisterCheck<DetachedTaskCheck> Registration(Info);

} // namespace
} // namespace cotidy
