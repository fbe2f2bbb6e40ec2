#include "checks/AsyncCheck.h"
#include "checks/SuspensionText.h"
#include "model/catalogue/NamePattern.h"
#include "model/code/ExprUtils.h"
#include "model/lifetime/ThreadLocks.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-raii-across-suspension",
    .Family = "locks",
    .Summary = "Finds scopes that belong to a thread and stay open while a "
               "coroutine is suspended.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports a local variable of a class whose effect is on the thread that makes it,
and which lives over a suspension: Python's global interpreter lock
(`pybind11::gil_scoped_acquire`), RCU readers, the current span or context of a
tracer, zones of a profiler, modes of a numerical library. Also one of a class that
says itself that coroutines must not keep it (kj's `KJ_DISALLOW_IN_COROUTINE`).
Locks are `async-lock-across-suspension`.

## Why is this bad

While the coroutine is suspended the thread runs others, in the scope that was not
opened for them: with the lock held, in the wrong span, on the wrong device. If the
coroutine is resumed on another thread, its end closes there what was opened here:
at best an assertion, at worst a corrupted stack of scopes.

## Example

```cpp
#include <boost/asio/awaitable.hpp>

namespace pybind11 {
struct gil_scoped_acquire {
  gil_scoped_acquire();
  ~gil_scoped_acquire();
};
} // namespace pybind11

void call_python();
boost::asio::awaitable<void> send();

boost::asio::awaitable<void> session() {
  pybind11::gil_scoped_acquire gil;
  call_python();
  co_await send();
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>

namespace pybind11 {
struct gil_scoped_acquire {
  gil_scoped_acquire();
  ~gil_scoped_acquire();
};
} // namespace pybind11

void call_python();
boost::asio::awaitable<void> send();

boost::asio::awaitable<void> session() {
  {
    pybind11::gil_scoped_acquire gil;
    call_python();
  }
  co_await send();
}
```

## Not reported

- Scopes that end, or are moved away, before the suspension.
- Awaits of classes and calls that the options allow.

## Known limitations

- Thread-bound scopes in members and temporaries are not followed.
- Scopes that are opened and closed by functions (`PyGILState_Ensure`).

## References

- clang-tidy, `misc-coroutine-hostile-raii`, whose options of the same purpose are
  `RAIITypesList`, `AllowedAwaitablesList` and `AllowedCallees`.
- kj, `KJ_DISALLOW_IN_COROUTINE`.
)md"};

std::vector<NamePattern> patternsOf(StringRef List) {
  llvm::SmallVector<StringRef, 4> Names;
  List.split(Names, ';', -1, /*KeepEmpty=*/false);
  std::vector<NamePattern> Result;
  for (StringRef Name : Names) {
    Name = Name.trim();
    Name.consume_front("::");
    if (!Name.empty())
      Result.emplace_back(Name);
  }
  return Result;
}

bool anyMatches(llvm::ArrayRef<NamePattern> Names, const NamedDecl *D) {
  return D && D->getIdentifier() &&
         llvm::any_of(
             Names, [&](const NamePattern &Name) { return Name.matches(*D); });
}

class RaiiAcrossSuspensionCheck : public AsyncCheck {
public:
  RaiiAcrossSuspensionCheck(StringRef Name, tidy::ClangTidyContext *Context,
                            std::shared_ptr<ModelCache> Models)
      : AsyncCheck(Name, Context, std::move(Models)),
        Types(*this, "Types", "",
              "Further classes whose objects must not live over a suspension, "
              "separated by ';'. A name may hold '*'."),
        AllowedAwaitables(*this, "AllowedAwaitables", "",
                          "Classes whose await is no suspension for this "
                          "check, separated by ';'."),
        AllowedCallees(*this, "AllowedCallees", "",
                       "Functions the await of whose result is no suspension "
                       "for this check, separated by ';'.") {}

  void analyse(const AsyncModel &Model) override {
    const std::vector<NamePattern> Listed = patternsOf(Types.get()),
                                   Awaitables =
                                       patternsOf(AllowedAwaitables.get()),
                                   Callees = patternsOf(AllowedCallees.get());
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Kind == BodyKind::Plain || Body.Suspensions.empty())
        continue;
      for (const VarDecl *Var : Body.Locals) {
        const CXXRecordDecl *Class =
            Var->hasLocalStorage() ? heldClass(Var->getType()) : nullptr;
        std::optional<std::string> Reason =
            Class ? reasonFor(*Class, Listed, Model.catalogue()) : std::nullopt;
        if (!Reason)
          continue;
        auto Over = spanned(Model.suspensions(Body), *Var);
        llvm::erase_if(Over, [&](const Suspension *S) {
          return isAllowed(*S, Awaitables, Callees);
        });
        if (!Over.empty())
          reportScope(Model, Body, *Var, *Reason, Over);
      }
    }
  }

private:
  static std::optional<std::string>
  reasonFor(const CXXRecordDecl &Class, llvm::ArrayRef<NamePattern> Listed,
            const Catalogue &Known) {
    if (const ThreadType *Type = Known.threadType(Class);
        Type && Type->Kind == ThreadTypeKind::Bound)
      return Type->Reason;
    if (Known.isDisallowedInCoroutines(Class))
      return "is of a class that says no coroutine may keep it";
    if (anyMatches(Listed, &Class))
      return "is of a class that the option 'Types' lists";
    return std::nullopt;
  }

  static llvm::SmallVector<const Suspension *, 4>
  spanned(const SuspensionGraph &Graph, const VarDecl &Var) {
    return Graph.spanned(
        Graph.behind(Var), [&Var](const SuspensionGraph::Step &At) {
          if (At.Dies)
            return At.Dies == &Var;
          if (const auto *Declaration = dyn_cast<DeclStmt>(At.S))
            return llvm::is_contained(Declaration->decls(), &Var);
          const auto *Call = dyn_cast<CallExpr>(At.S);
          if (!Call)
            return false;
          if (isStdMoveOrForward(*Call))
            return namedObject(Call->getArg(0)) == &Var;
          const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
          return Member && Member->getMethodDecl() &&
                 Member->getMethodDecl()->getIdentifier() &&
                 Member->getMethodDecl()->getName() == "reset" &&
                 namedObject(Member->getImplicitObjectArgument()) == &Var;
        });
  }

  static bool isAllowed(const Suspension &S,
                        llvm::ArrayRef<NamePattern> Awaitables,
                        llvm::ArrayRef<NamePattern> Callees) {
    const Expr *Operand = nullptr;
    if (const auto *Await = dyn_cast<CoawaitExpr>(S.E))
      Operand = Await->getOperand();
    else if (const auto *Await = dyn_cast<DependentCoawaitExpr>(S.E))
      Operand = Await->getOperand();
    if (!Operand)
      return false;
    Operand = stripTransparent(Operand);
    const auto *Call = dyn_cast<CallExpr>(Operand);
    return anyMatches(Awaitables, Operand->getType()->getAsCXXRecordDecl()) ||
           (Call && anyMatches(Callees, Call->getDirectCallee()));
  }

  void reportScope(const AsyncModel &Model, const CodeBody &Body,
                   const VarDecl &Var, StringRef Reason,
                   llvm::ArrayRef<const Suspension *> Over) {
    Finding F;
    F.Loc = Var.getLocation();
    F.Range = SourceRange(F.Loc);
    F.Category = "thread";
    F.Function = Body.name();
    F.Message = ("'" + Var.getName() + "' " + Reason +
                 ", and lives on while the coroutine is suspended")
                    .str();
    noteSuspensions(F, Over);
    F.Notes.push_back({F.Loc, "end its scope before the coroutine is "
                              "suspended, and open it again behind"});
    report(Model, F);
  }

  Option<std::string> Types, AllowedAwaitables, AllowedCallees;
};

const RegisterCheck<RaiiAcrossSuspensionCheck> Registration(Info);

} // namespace
} // namespace cotidy
