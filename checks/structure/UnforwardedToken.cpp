#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-unforwarded-token",
    .Family = "structure",
    .Summary = "Finds calls that leave out a stop token or deadline that the "
               "caller has and the callee would take.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::SafeAndUnsafe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports a call in a coroutine or handler that has a parameter for cancellation
(`std::stop_token`, `asio::cancellation_slot`, `folly::CancellationToken`,
`cppcoro::cancellation_token`, a reference to a `seastar::abort_source`), or a
`time_point` called `deadline`, and leaves out that of a callee: its last parameter
has a default argument, or there is an overload with one parameter more that takes
it.

## Why is this bad

Cancellation goes as far as the token goes. Where the chain breaks, the caller is
told to stop and waits on for a callee that has not heard of it: shut-down takes
as long as the longest operation.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <stop_token>
#include <string>

boost::asio::awaitable<std::string> download(std::string url, std::stop_token stop = {});

boost::asio::awaitable<std::size_t> measure(std::string url, std::stop_token stop) {
  std::string page = co_await download(url);
  co_return page.size();
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <stop_token>
#include <string>

boost::asio::awaitable<std::string> download(std::string url, std::stop_token stop = {});

boost::asio::awaitable<std::size_t> measure(std::string url, std::stop_token stop) {
  std::string page = co_await download(url, stop);
  co_return page.size();
}
```

## Fix safety

The fix adds the token as last argument. It is safe where the parameter is the
last one and has a default; an overload is another function, so that fix is
unsafe.

## Not reported

- A token that is given, an empty one too: who writes `{}` means it.
- Calls in handlers of exceptions: they are to run although the work was cancelled.
- Callers with several tokens.

## When it is wrong

- The callee is to go on although the caller is told to stop: work that outlives
  it, and clean-up outside of a handler.

## Known limitations

- Tokens that are members are not seen, nor those in a context object.

## References

- C++ standard, [thread.stoptoken].
)md"};

/// What tells a callee when to end: a token, or a point in time.
enum class Bound { Token, Deadline };

class UnforwardedTokenCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Dependent || !(Body.OnLoop || Body.Kind == BodyKind::Coroutine))
        continue;
      for (Bound Kind : {Bound::Token, Bound::Deadline})
        if (const ParmVarDecl *Given = onlyBound(*Body.Function, Kind, Model))
          for (const BodyCall &Call : Body.Calls)
            if (isa_and_nonnull<CallExpr>(Call.Site.E) && !Call.InHandler)
              look(Call, *Given, Kind, Model);
    }
  }

private:
  static const ParmVarDecl *onlyBound(const FunctionDecl &F, Bound Kind,
                                      const AsyncModel &Model);
  void look(const BodyCall &Call, const ParmVarDecl &Token, Bound Kind,
            const AsyncModel &Model);
  void reportCall(const BodyCall &Call, const ParmVarDecl &Token, Bound Kind,
                  const FunctionDecl &Takes, bool Defaulted,
                  const AsyncModel &Model);
};

const CXXRecordDecl *classIfBound(QualType T, Bound Kind,
                                  const AsyncModel &Model) {
  if (T->isPointerType())
    T = T->getPointeeType();
  const CXXRecordDecl *Class = T.getNonReferenceType()->getAsCXXRecordDecl();
  bool Is =
      Class && (Kind == Bound::Token
                    ? Model.catalogue().isCancellationToken(*Class)
                    : inStandardLibrary(*Class) && Class->getIdentifier() &&
                          Class->getName() == "time_point");
  return Is ? Class->getCanonicalDecl() : nullptr;
}

/// The class of \p P if it is for a bound. A point in time says so by its name.
const CXXRecordDecl *boundClass(const ParmVarDecl &P, Bound Kind,
                                const AsyncModel &Model) {
  if (Kind == Bound::Deadline && !P.getName().contains_insensitive("deadline"))
    return nullptr;
  return classIfBound(P.getType(), Kind, Model);
}

const ParmVarDecl *UnforwardedTokenCheck::onlyBound(const FunctionDecl &F,
                                                    Bound Kind,
                                                    const AsyncModel &Model) {
  const ParmVarDecl *Found = nullptr;
  for (const ParmVarDecl *P : F.parameters())
    if (boundClass(*P, Kind, Model)) {
      if (Found || P->getName().empty())
        return nullptr;
      Found = P;
    }
  return Found;
}

/// An overload of \p Callee that takes the same and a token behind it.
const FunctionDecl *overloadWith(const FunctionDecl &Callee,
                                 const CXXRecordDecl &Token, Bound Kind,
                                 const AsyncModel &Model) {
  unsigned Count = Callee.getNumParams();
  if (!Callee.getIdentifier() || Callee.getPrimaryTemplate())
    return nullptr;
  for (const NamedDecl *D : Callee.getDeclContext()->getRedeclContext()->lookup(
           Callee.getDeclName())) {
    const auto *Other = dyn_cast<FunctionDecl>(D->getUnderlyingDecl());
    if (!Other || Other->isDeleted() || Other->getNumParams() != Count + 1 ||
        boundClass(*Other->getParamDecl(Count), Kind, Model) != &Token ||
        !Model.context().hasSameType(Other->getReturnType(),
                                     Callee.getReturnType()))
      continue;
    bool Same = true;
    for (unsigned I = 0; I != Count; ++I)
      Same &= Model.context().hasSameType(Other->getParamDecl(I)->getType(),
                                          Callee.getParamDecl(I)->getType());
    if (Same)
      return Other;
  }
  return nullptr;
}

void UnforwardedTokenCheck::look(const BodyCall &Call, const ParmVarDecl &Token,
                                 Bound Kind, const AsyncModel &Model) {
  const CXXRecordDecl *Class = boundClass(Token, Kind, Model);
  const FunctionDecl &Callee = *Call.Site.Callee;
  bool Given = llvm::any_of(Call.Site.Args, [&](const Expr *Argument) {
    return !isa<CXXDefaultArgExpr>(Argument) &&
           classIfBound(Argument->getType(), Kind, Model);
  });
  if (Given)
    return;
  if (!Call.Site.Args.empty())
    if (const auto *Default =
            dyn_cast<CXXDefaultArgExpr>(Call.Site.Args.back())) {
      if (boundClass(*Default->getParam(), Kind, Model) == Class)
        reportCall(Call, Token, Kind, Callee, /*Defaulted=*/true, Model);
      return;
    }
  if (const FunctionDecl *Other = overloadWith(Callee, *Class, Kind, Model);
      Other &&
      Other->getCanonicalDecl() != Call.Body->Function->getCanonicalDecl())
    reportCall(Call, Token, Kind, *Other, /*Defaulted=*/false, Model);
}

void UnforwardedTokenCheck::reportCall(const BodyCall &Call,
                                       const ParmVarDecl &Token, Bound Kind,
                                       const FunctionDecl &Takes,
                                       bool Defaulted,
                                       const AsyncModel &Model) {
  const auto &E = *cast<CallExpr>(Call.Site.E);
  std::string Name = Token.getNameAsString();
  std::string Callee = Call.Site.Callee->getNameAsString();
  Finding F;
  F.Loc = Call.Site.Loc;
  F.Range = E.getSourceRange();
  F.Category = "cancellation";
  F.Function = Call.Body->name();
  F.Message = "'" + Callee + "' is not given '" + Name + "': it goes on " +
              (Kind == Bound::Token ? "when this function is told to stop"
                                    : "when this function's time is over");
  F.Notes.push_back({Takes.getLocation(), Defaulted
                                              ? "its last parameter takes it"
                                              : "this overload takes it"});
  F.Notes.push_back({F.Loc, "pass '" + Name + "' as last argument"});
  // A default in the middle of the defaults needs the ones before it written.
  unsigned Written = llvm::count_if(Call.Site.Args, [](const Expr *Argument) {
    return !isa<CXXDefaultArgExpr>(Argument);
  });
  if ((!Defaulted || Written + 1 == Call.Site.Args.size()) &&
      E.getRParenLoc().isFileID()) {
    Fix Planned;
    Planned.Title = "pass '" + Name + "'";
    Planned.Level = Defaulted ? Applicability::Safe : Applicability::Unsafe;
    Planned.Edits.push_back(FixItHint::CreateInsertion(
        E.getRParenLoc(), Written == 0 ? Name : ", " + Name));
    F.Fixes.push_back(std::move(Planned));
  }
  report(Model, F);
}

const RegisterCheck<UnforwardedTokenCheck> Registration(Info);

} // namespace
} // namespace cotidy
