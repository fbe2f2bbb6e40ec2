#include "checks/AsyncCheck.h"
#include "model/code/ClassMembers.h"
#include "model/code/ExprUtils.h"
#include "model/code/SpecialMembers.h"
#include "model/lifetime/BorrowedLocals.h"
#include "model/lifetime/LateUse.h"
#include "model/tasks/HandedClosure.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/CXXInheritance.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-escaping-capture",
    .Family = "lifetime",
    .Summary = "Finds callbacks that capture locals by reference and run when "
               "these are gone.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"concurrency", "correctness", "lifetime"},
    .Documentation = R"md(
## What it does

Reports what a lambda captures by reference, where the lambda is handed to
something that runs it later and the captured local variable is gone by then: an
event loop (`post`, handlers of `async_*` operations, timers, a coroutine given
to `co_spawn`), a thread pool, a detached thread, a member that stores the
callback, the caller that gets the lambda or the future it belongs to. Pointers
and views that a capture makes from a local (`[p = &x]`) count as well. In a
destructor, so does `this`.

With `StrictMode`, also reports locals that outlive the callback only if
something that the function awaits takes long enough, and handlers that capture
`this`, and nothing that keeps it alive, although the class derives from
`enable_shared_from_this`.

## Why is this bad

The function that hands the callback over goes on at once and returns. Its locals
are destroyed, and the callback then reads and writes memory that belongs to
somebody else. `[&]` makes this easy to write and hard to see.

## Example

```cpp
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <string>

void log(const std::string &line);

void log_later(boost::asio::io_context &loop, int user) {
  std::string line = "user " + std::to_string(user);
  boost::asio::post(loop, [&] { log(line); });
}
```

## Use instead

```cpp
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <string>
#include <utility>

void log(const std::string &line);

void log_later(boost::asio::io_context &loop, int user) {
  std::string line = "user " + std::to_string(user);
  boost::asio::post(loop, [line = std::move(line)] { log(line); });
}
```

## Not reported

- Functions that run the loop, join the thread or wait for the callback before
  the variable's end, or hand the loop to another function that may; `main`.
- Callbacks that run in place: algorithms, parameters marked
  `[[clang::noescape]]`, whatever is awaited in the same expression, the callback
  of `start()` on a coroutine of this file that never suspends.
- Captures that a coroutine uses only before it is first suspended, where
  `co_spawn` starts it at once: on the executor of the coroutine around it.
- Variables that are references: what they refer to may live on.
- Loops, pools and timers that are locals themselves and die first.
- `this`, which is how handlers are written whose object owns the operation.
- Functions that are not in the catalogue.

## Known limitations

- A lambda that captures a local of an enclosing function, and not of the one
  that hands it over.
- Only with `StrictMode`: callbacks for `dispatch` and the like, which some
  executors run in place.
- A variable that outlives the callback because another thread says when the
  function may go on, in a way that has no name like `wait`, `join` or `run`.

## References

- C++ Core Guidelines, F.53: avoid capturing by reference in lambdas that will
  be used non-locally, CP.31.
)md"};

class EscapingCaptureCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    LateUses Uses(Model);
    forEachHandedClosure(Model, [&](const HandedClosure &Handed) {
      if (Handed.Around->Function->isMain())
        return; // runs the loop, one way or another
      if (Handed.Runs == HandedClosure::Depends && !strict())
        return;
      for (auto [Capture, Init] :
           llvm::zip(Handed.Lambda->captures(), Handed.Lambda->capture_inits()))
        if (Handed.Runs != HandedClosure::InPlace ||
            isUsedLate(*Handed.Lambda, Capture, Uses))
          lookAtCapture(Model, Handed, Capture, Init);
    });
  }

private:
  /// Whether the coroutine \p Lambda uses \p Capture once it was suspended.
  static bool isUsedLate(const LambdaExpr &Lambda, const LambdaCapture &Capture,
                         const LateUses &Uses) {
    const CodeBody *Coroutine = Uses.coroutine(*Lambda.getCallOperator());
    if (!Coroutine || !Capture.capturesVariable())
      return true;
    return Uses.of(*Coroutine, *Capture.getCapturedVar(), Start::InPlace);
  }

  void lookAtCapture(const AsyncModel &Model, const HandedClosure &Handed,
                     const LambdaCapture &Capture, const Expr *Init) {
    if (Capture.getCaptureKind() == LCK_This) {
      lookAtThis(Model, Handed, Capture);
      return;
    }
    const VarDecl *Local = capturedLocal(Model, Handed, Capture, Init);
    if (!Local || loopDiesFirst(Model, Handed, *Local))
      return;
    LocalEnd End = endOf(Model, Handed, Local);
    if (End == LocalEnd::Reached || (End == LocalEnd::AfterAwait && strict()))
      reportLocal(Model, Handed, Capture, *Local);
  }

  /// The local of the body around the lambda that \p Capture refers to.
  static const VarDecl *capturedLocal(const AsyncModel &Model,
                                      const HandedClosure &Handed,
                                      const LambdaCapture &Capture,
                                      const Expr *Init) {
    if (!Capture.capturesVariable())
      return nullptr;
    const FunctionDecl &Function = *Handed.Around->Function;
    const auto *Var = dyn_cast<VarDecl>(Capture.getCapturedVar());
    if (!Var)
      return nullptr;
    if (Handed.Lambda->isInitCapture(&Capture)) {
      std::optional<Borrowed> From =
          Init ? borrowedBy(Var->getType(), Init, Function, Model.catalogue())
               : std::nullopt;
      return From ? From->Variable : nullptr;
    }
    bool Refers = Capture.getCaptureKind() == LCK_ByRef &&
                  Var->hasLocalStorage() && !Var->getType()->isReferenceType();
    return Refers && Var->getDeclContext() == &Function ? Var : nullptr;
  }

  static LocalEnd endOf(const AsyncModel &Model, const HandedClosure &Handed,
                        const VarDecl *Local) {
    return Handed.To == HandedClosure::Caller
               ? LocalEnd::Reached
               : localEnd(Local, *Handed.At, *Handed.Around, Model,
                          laterUsesOfLoop(Model, Handed));
  }

  /// The objects that the call hands the lambda to or through: the loop, the
  /// timer, the pool.
  static llvm::SmallVector<const ValueDecl *, 2>
  receivers(const HandedClosure &Handed) {
    llvm::SmallVector<const ValueDecl *, 2> Result;
    if (!Handed.Call)
      return Result;
    auto Add = [&](const Expr *E) {
      while (const auto *Member = dyn_cast_or_null<CXXMemberCallExpr>(
                 E ? stripTransparent(E) : nullptr))
        E = Member->getImplicitObjectArgument(); // loop.get_executor()
      const ValueDecl *Object = E ? namedObject(E) : nullptr;
      if (Object && Object->getType().getNonReferenceType()->isRecordType())
        Result.push_back(Object);
    };
    Add(Handed.Call->Site.Receiver);
    for (const Expr *Argument : Handed.Call->Site.Args)
      if (!lambdaBehind(Argument))
        Add(Argument);
    return Result;
  }

  /// Whether \p T is an executor, a handle of a loop or a pool.
  static bool isExecutor(QualType T) {
    const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
    return Class && isCopyConstructible(*Class) &&
           hasFunction(*Class, nameOf(Class->getASTContext(), "execute"));
  }

  /// Whether the loop or pool dies before \p Local, and with it the lambda.
  static bool loopDiesFirst(const AsyncModel &Model,
                            const HandedClosure &Handed, const VarDecl &Local) {
    const SourceManager &SM = Model.context().getSourceManager();
    return llvm::any_of(receivers(Handed), [&](const ValueDecl *Object) {
      const auto *Var = dyn_cast<VarDecl>(Object);
      return Var && Var->hasLocalStorage() &&
             !Var->getType()->isReferenceType() &&
             !isExecutor(Var->getType()) &&
             Var->getDeclContext() == Handed.Around->Function &&
             !isa<ParmVarDecl>(Var) &&
             SM.isBeforeInTranslationUnit(Local.getLocation(),
                                          Var->getLocation());
    });
  }

  /// Calls behind the hand-over that get the loop, too, and may run it.
  static llvm::SmallVector<const Expr *, 4>
  laterUsesOfLoop(const AsyncModel &Model, const HandedClosure &Handed) {
    llvm::SmallVector<const Expr *, 4> Result;
    llvm::SmallVector<const ValueDecl *, 2> Loops = receivers(Handed);
    if (Loops.empty())
      return Result;
    auto IsLoop = [&](const Expr *E) {
      const ValueDecl *Object = E ? namedObject(E) : nullptr;
      return Object && llvm::is_contained(Loops, Object);
    };
    for (const BodyCall &Call : Handed.Around->Calls) {
      const CallSite &Site = Call.Site;
      if (!Site.E || &Call == Handed.Call || isHandOver(Site, Model))
        continue;
      const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
      if (llvm::any_of(Site.Args, IsLoop) ||
          (IsLoop(Site.Receiver) && Method && !Method->isConst() &&
           Site.Callee->getIdentifier() &&
           !Site.Callee->getName().starts_with("get_")))
        Result.push_back(Site.E);
    }
    return Result;
  }

  /// Whether \p Site only gives the loop more to do.
  static bool isHandOver(const CallSite &Site, const AsyncModel &Model) {
    return llvm::any_of(
        std::initializer_list<RuntimeRole>{
            RuntimeRole::Sink, RuntimeRole::Offload, RuntimeRole::LoopCallback},
        [&](RuntimeRole Role) {
          return Model.catalogue().function(Site, Role, Model.context());
        });
  }

  void lookAtThis(const AsyncModel &Model, const HandedClosure &Handed,
                  const LambdaCapture &Capture) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Handed.Around->Function);
    if (!Method || Handed.Around->Lambda || Handed.To == HandedClosure::Store)
      return;
    if (isa<CXXDestructorDecl>(Method)) {
      if (endOf(Model, Handed, nullptr) == LocalEnd::Reached)
        reportCapture(Model, Handed, Capture, "'this'",
                      "the lambda outlives the object, which is being "
                      "destroyed",
                      "wait in the destructor until the lambda has run");
      return;
    }
    if (strict() && canKeepItself(*Method->getParent()) &&
        !capturesOwner(*Handed.Lambda))
      reportCapture(Model, Handed, Capture, "'this'",
                    "nothing keeps the object alive until the lambda runs",
                    "capture 'shared_from_this()' as well");
  }

  static bool canKeepItself(const CXXRecordDecl &Class) {
    bool Found = false;
    Class.forallBases([&](const CXXRecordDecl *Base) {
      Found |=
          Base->getIdentifier() && Base->getName() == "enable_shared_from_this";
      return true;
    });
    return Found;
  }

  static bool capturesOwner(const LambdaExpr &Lambda) {
    return llvm::any_of(Lambda.captures(), [](const LambdaCapture &Capture) {
      if (!Capture.capturesVariable())
        return false;
      const CXXRecordDecl *Class = Capture.getCapturedVar()
                                       ->getType()
                                       .getNonReferenceType()
                                       ->getAsCXXRecordDecl();
      return Class && Class->getIdentifier() &&
             Class->getName().ends_with("_ptr");
    });
  }

  void reportLocal(const AsyncModel &Model, const HandedClosure &Handed,
                   const LambdaCapture &Capture, const VarDecl &Local) {
    std::string Name = "'" + Local.getNameAsString() + "'";
    Finding F = finding(Handed, Capture);
    F.Message = Name + " is captured by reference, and the lambda outlives it";
    addHandOver(F, Handed);
    F.Notes.push_back(
        {Local.getLocation(), Name + " is destroyed at the end of its scope"});
    F.Notes.push_back({F.Loc, Handed.To == HandedClosure::Caller
                                  ? "capture it by value"
                                  : "capture it by value, or wait here until "
                                    "the lambda has run"});
    report(Model, F);
  }

  void reportCapture(const AsyncModel &Model, const HandedClosure &Handed,
                     const LambdaCapture &Capture, StringRef Name,
                     StringRef Why, StringRef Advice) {
    Finding F = finding(Handed, Capture);
    F.Certainty = Confidence::Medium;
    F.Message = (Name + " is captured, and " + Why).str();
    addHandOver(F, Handed);
    F.Notes.push_back({F.Loc, Advice.str()});
    report(Model, F);
  }

  static Finding finding(const HandedClosure &Handed,
                         const LambdaCapture &Capture) {
    Finding F;
    F.Loc = Capture.getLocation();
    F.Range = SourceRange(F.Loc);
    F.Category = "lifetime";
    F.Function = Handed.Around->name();
    return F;
  }

  static void addHandOver(Finding &F, const HandedClosure &Handed) {
    std::string Callee =
        Handed.Call && Handed.Call->Site.Callee->getIdentifier()
            ? "'" + Handed.Call->Site.Callee->getNameAsString() + "'"
            : "this";
    switch (Handed.To) {
    case HandedClosure::Loop:
      F.Notes.push_back({Handed.At->getExprLoc(),
                         Callee + " keeps the lambda until the event loop "
                                  "runs it"});
      break;
    case HandedClosure::Thread:
      F.Notes.push_back({Handed.At->getExprLoc(),
                         "another thread runs the lambda from here "
                         "on, and nobody waits for it"});
      break;
    case HandedClosure::Store:
      F.Notes.push_back(
          {Handed.At->getExprLoc(),
           "the lambda is stored where it outlives the function"});
      break;
    case HandedClosure::Caller:
      F.Notes.push_back({Handed.At->getExprLoc(),
                         Handed.Call
                             ? Callee + " keeps the lambda, and what it "
                                        "gives is returned"
                             : "the lambda is returned"});
      break;
    }
  }
};

const RegisterCheck<EscapingCaptureCheck> Registration(Info);

} // namespace
} // namespace cotidy
