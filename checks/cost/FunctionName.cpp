#include "checks/AsyncCheck.h"
#include "fixits/RenameFunction.h"
#include "model/AsyncModel.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/Support/Regex.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-function-name",
    .Family = "cost",
    .Summary = "Finds functions that return tasks and whose names do not keep "
               "the convention for such functions.",
    .Since = "0.1.0",
    .Level = CheckLevel::Off,
    .Fixes = FixKind::Unsafe,
    .Precision = "very-high",
    .Tags = {"readability"},
    .Documentation = R"md(
## What it does

Reports the definition of a function that returns a task and whose name does not
match the option `Convention`.

## Why is this bad

A call of such a function does nothing until it is awaited, or goes on after it
has returned. Where the name says so, a missing `co_await` meets the eye.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

boost::asio::awaitable<std::string> fetch(std::string url) { co_return url; }
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

boost::asio::awaitable<std::string> async_fetch(std::string url) { co_return url; }
```

## Fix safety

The function gets the first of `async_NAME`, `co_NAME`, `NAME_async` and `NAMEAsync`
that matches `Convention` (the last first, where the name has a capital letter) in
all places of the file that name it. It is unsafe: a reader may know a better name.
There is a fix where the file shows all of them: the function has internal linkage,
or is a member of a class in the same file, and its name stands in no macro, template
argument or text that this compilation leaves out. There is none where the file has
the new name already.

## Not reported

- Overrides, whose names another class decides; operators, conversions, `main`
  and functions with C linkage.
- Lambdas.
- Fire-and-forget types and synchronous generators.

## When it is wrong

- The project has another convention, or none: set `Convention`, or leave the check
  off, as it is by default.

## Known limitations

- Functions that are only declared are not looked at.

## References

- Asio names its asynchronous operations `async_...`, folly its `co_...`.
)md"};

class FunctionNameCheck : public AsyncCheck {
public:
  FunctionNameCheck(StringRef Name, tidy::ClangTidyContext *Context,
                    std::shared_ptr<ModelCache> Models)
      : AsyncCheck(Name, Context, std::move(Models)),
        Convention(*this, "Convention", "(co_|async_).*|.*(_async|Async)",
                   "Regular expression that the whole name of a function which "
                   "returns a task must match.") {}

  void analyse(const AsyncModel &Model) override {
    llvm::Regex Expected("^(" + Convention.get() + ")$");
    if (std::string Error; !Expected.isValid(Error)) {
      configurationDiag("the option 'Convention' is no regular expression: %0")
          << Error;
      return;
    }
    for (const CodeBody &Body : Model.bodies()) {
      const FunctionDecl &F = *Body.Function;
      if (!isOurs(F, Body) || Expected.match(F.getName()))
        continue;
      const AwaitableType *Task = Model.awaitables().find(F.getReturnType());
      if (Task && (Task->Kind == TypeKind::Task ||
                   Task->Kind == TypeKind::AsyncGenerator))
        reportName(F, Body, Expected, Model);
    }
  }

private:
  /// Whether the name of \p F is for its own author to choose.
  static bool isOurs(const FunctionDecl &F, const CodeBody &Body) {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    return !Body.Lambda && F.getIdentifier() && !F.isMain() && !F.isExternC() &&
           !(Method && Method->size_overridden_methods() > 0);
  }

  void reportName(const FunctionDecl &F, const CodeBody &Body,
                  const llvm::Regex &Expected, const AsyncModel &Model) {
    Finding Found;
    Found.Loc = F.getLocation();
    Found.Range = Found.Loc;
    Found.Category = "name";
    Found.Function = Body.name();
    Found.Message =
        "'" + F.getNameAsString() +
        "' returns a task, and its name does not say so: at a call, "
        "nothing tells that 'co_await' is missing";
    Found.Notes.push_back({Found.Loc, "names of such functions match '" +
                                          Convention.get() + "'"});
    if (std::optional<Fix> Planned = planRename(F, Expected, Model))
      Found.Fixes.push_back(std::move(*Planned));
    report(Model, Found);
  }

  Option<std::string> Convention;
};

const RegisterCheck<FunctionNameCheck> Registration(Info);

} // namespace
} // namespace cotidy
