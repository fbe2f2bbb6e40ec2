#include "checks/AsyncCheck.h"
#include "fixits/PlainFunction.h"
#include "model/AsyncModel.h"
#include "model/code/FunctionUses.h"
#include "model/code/OtherBuilds.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <optional>

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-unneeded-coroutine",
    .Family = "cost",
    .Summary = "Finds coroutines that never suspend and whose callers all "
               "await them.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::Unsafe,
    .Precision = "high",
    .Tags = {"performance", "readability"},
    .Documentation = R"md(
## What it does

Reports a function that is a coroutine only because it says `co_return`: it has no
`co_await` and no `co_yield`, and each of its callers awaits it where it calls it.
It is reported where no other file can use it: it has internal linkage, is
declared in the file itself, or is a private member defined there.

With `StrictMode`, functions that a header declares are reported as well,
placeholders (`co_return 42;`), and one of several that are alike.

## Why is this bad

A coroutine costs an allocation for its frame, a return object, and an await at
each caller, and it reads as if something were waited for. As a plain function it
can be inlined, and callers need be no coroutines for its sake.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <string>

using boost::asio::ip::tcp;

static boost::asio::awaitable<std::string> greeting(const std::string &name) {
  std::string text = "hello, ";
  text += name;
  co_return text;
}

boost::asio::awaitable<void> welcome(tcp::socket &client, std::string name) {
  std::string text = co_await greeting(name);
  co_await async_write(client, boost::asio::buffer(text), boost::asio::use_awaitable);
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <string>

using boost::asio::ip::tcp;

static std::string greeting(const std::string &name) {
  std::string text = "hello, ";
  text += name;
  return text;
}

boost::asio::awaitable<void> welcome(tcp::socket &client, std::string name) {
  std::string text = greeting(name);
  co_await async_write(client, boost::asio::buffer(text), boost::asio::use_awaitable);
}
```

## Fix safety

Each `co_return` becomes `return`, the task type gives way to its value's type, and
`co_await` goes from all callers. It is unsafe: code runs when the function is
called and no longer when its task is awaited, which are the same moment for callers
that await the call. There is a fix where the file shows all uses: the function has
internal linkage, or is a member of a class in the same file, and its name stands in
no macro and in no text that this compilation leaves out. There is none where the
task type is an alias, where a comment or a macro stands in what would go, or where
a caller would be left with neither `co_await` nor `co_return`.

## Not reported

- Virtual functions, functions whose address is taken, lambdas: others decide
  their signature.
- Functions whose task is used in another way than to be awaited at once: spawned,
  stored, given to a combinator, returned.
- Functions that share an interface: a function of the same name returns the same
  task, or a template or concept uses the name.
- One of several functions of a class that are alike by name and signature
  (`HandleLogin`, `HandleLogout`) where another one suspends.
- Functions with a `co_await` behind `#if`, in a discarded `if constexpr`, in
  another definition of a macro that they use, or in any other text that this
  compilation leaves out; functions that such text calls.
- Functions that a macro defines.
- Functions that nobody calls here.
- Coroutines that begin on another executor, and types whose start is not known.
- Fire-and-forget types.

## When it is wrong

- A function that waits for nothing yet, and is to do so later.
- A function that is a coroutine to be like others of its class. On public code that
  was half of the findings, which is why the check does not run by default.
- A class from another library's header that calls the function by its name.

## Known limitations

- Exceptions of a plain function leave it where it is called, those of a lazy
  coroutine where it is awaited. That is the same place for the callers that are
  looked at.
- With `StrictMode`, other files may use the function in another way.

## References

- C++ standard, [dcl.fct.def.coroutine].
)md"};

class UnneededCoroutineCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    std::optional<FunctionUses> Uses;
    for (const CodeBody &Body : Model.bodies())
      if (isCandidate(Body, Model)) {
        if (!Uses)
          Uses.emplace(Model.context());
        look(Body, *Uses, Model);
      }
  }

private:
  bool isCandidate(const CodeBody &Body, const AsyncModel &Model) const;
  void look(const CodeBody &Body, const FunctionUses &Uses,
            const AsyncModel &Model);
};

/// Whether \p S computes anything: a place for a body that is still to come
/// does not.
bool doesSomething(const Stmt *S) {
  if (!S || isa<NullStmt>(S))
    return false;
  if (isa<DeclRefExpr, CXXThisExpr, CallExpr>(S))
    return true;
  // `(void)unused;`
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(S);
      Cast && Cast->getType()->isVoidType())
    return false;
  return llvm::any_of(S->children(),
                      [](const Stmt *Child) { return doesSomething(Child); });
}

bool isPlaceholder(const Stmt &Body) {
  const auto *Block = dyn_cast<CompoundStmt>(&Body);
  if (!Block)
    return false;
  for (const Stmt *S : Block->body()) {
    if (const auto *E = dyn_cast<Expr>(S))
      if (isa<CXXThrowExpr>(E->IgnoreImplicit()))
        return true;
    const auto *Return = dyn_cast<CoreturnStmt>(S);
    if (doesSomething(Return ? Return->getOperand() : S))
      return false;
  }
  return true;
}

/// `T` of the type `task<T>`, as the source has it.
std::optional<QualType> writtenValue(QualType Task) {
  const auto *Written = Task->getAs<TemplateSpecializationType>();
  if (!Written || Written->template_arguments().empty() ||
      Written->template_arguments()[0].getKind() != TemplateArgument::Type)
    return std::nullopt;
  return Written->template_arguments()[0].getAsType();
}

/// Whether code that this file does not show can name \p F.
bool isSharedByFiles(const FunctionDecl &F, const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  if (!F.isExternallyVisible())
    return false;
  if (SM.isInMainFile(SM.getFileLoc(F.getFirstDecl()->getLocation())))
    return false;
  return F.getAccess() != AS_private ||
         !SM.isInMainFile(SM.getFileLoc(F.getLocation()));
}

/// Whether a base of \p Method's class may call it by its name.
bool mayBeCalledByBase(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method &&
         llvm::any_of(Method->getParent()->bases(),
                      [](const CXXBaseSpecifier &Base) {
                        const auto *Class =
                            dyn_cast_or_null<ClassTemplateSpecializationDecl>(
                                Base.getType()->getAsCXXRecordDecl());
                        return !Class || !Class->isInStdNamespace();
                      });
}

/// `Handle` of `HandleLogout`, `handle` of `handle_logout`.
StringRef firstWord(StringRef Name) {
  return Name.take_front(
      std::min(Name.find('_', 1),
               Name.find_if([](char C) { return llvm::isUpper(C); }, 1)));
}

/// Whether \p F is one of several functions that are alike by name and
/// signature (`HandleLogin`, `HandleLogout`), of which another one suspends:
/// it is a coroutine for the sake of the others.
bool hasSuspendingKin(const FunctionDecl &F, const AsyncModel &Model) {
  return llvm::any_of(Model.bodies(), [&](const CodeBody &Other) {
    const FunctionDecl &Kin = *Other.Function;
    return Other.Kind == BodyKind::Coroutine && !Other.Suspensions.empty() &&
           !Other.Lambda && Kin.getIdentifier() &&
           firstWord(Kin.getName()) == firstWord(F.getName()) &&
           Kin.getDeclContext()->getRedeclContext()->Equals(
               F.getDeclContext()->getRedeclContext()) &&
           Model.context().hasSameType(Kin.getType(), F.getType());
  });
}

bool UnneededCoroutineCheck::isCandidate(const CodeBody &Body,
                                         const AsyncModel &Model) const {
  const FunctionDecl &F = *Body.Function;
  if (Body.Kind != BodyKind::Coroutine || !Body.Suspensions.empty() ||
      Body.Lambda || Body.Dependent || !F.getIdentifier() ||
      // A macro makes others like it.
      Body.Body->getBeginLoc().isMacroID())
    return false;
  const AwaitableType *Task = Model.awaitables().find(F.getReturnType());
  if (!Task || Task->Kind != TypeKind::Task || !Task->Lazy ||
      Model.catalogue().startsElsewhere(F))
    return false;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F);
      Method && Method->isVirtual())
    return false;
  if (!strict() &&
      (isSharedByFiles(F, Model.context()) || isPlaceholder(*Body.Body)))
    return false;
  return !mayBeCalledByBase(F) &&
         !suspendsInOtherBuilds(*Body.Body, Model.context());
}

void UnneededCoroutineCheck::look(const CodeBody &Body,
                                  const FunctionUses &Uses,
                                  const AsyncModel &Model) {
  const FunctionDecl &F = *Body.Function;
  const FunctionUse &Use = Uses.of(F);
  if (Use.Other || Use.Awaited.empty() || Uses.hasSibling(F) ||
      Uses.isUsedInTemplates(F.getName()) ||
      (!strict() && hasSuspendingKin(F, Model)) ||
      isNamedInOtherBuilds(F, Model.context()))
    return;
  Finding Found;
  Found.Loc = F.getLocation();
  Found.Range = Found.Loc;
  Found.Category = "coroutine";
  Found.Function = Body.name();
  Found.Message = "'" + F.getNameAsString() +
                  "' never suspends: its coroutine frame and each await of it "
                  "are for nothing";
  constexpr size_t MaxShown = 3;
  llvm::DenseSet<SourceLocation> Places;
  for (const CallExpr *Call : Use.Awaited)
    if (Places.insert(Call->getBeginLoc()).second && Places.size() <= MaxShown)
      Found.Notes.push_back({Call->getBeginLoc(), "this await never waits"});
  std::string What = "make it a plain function";
  if (std::optional<QualType> Value = writtenValue(F.getReturnType()))
    What += " that returns '" +
            Value->getAsString(Model.context().getPrintingPolicy()) + "'";
  Found.Notes.push_back(
      {Found.Loc, What + ", and call it without 'co_await' at its " +
                      std::to_string(Places.size()) +
                      (Places.size() == 1 ? " caller" : " callers")});
  if (std::optional<Fix> Planned = planPlainFunction(Body, Model))
    Found.Fixes.push_back(std::move(*Planned));
  report(Model, Found);
}

const RegisterCheck<UnneededCoroutineCheck> Registration(Info);

} // namespace
} // namespace cotidy
