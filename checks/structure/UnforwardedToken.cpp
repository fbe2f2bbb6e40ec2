#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-unforwarded-token",
    .Family = "structure",
    .Summary = "Finds calls that leave out a stop token that the caller has "
               "and the callee would take.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::SafeAndUnsafe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports a call in a coroutine or handler that has a parameter for cancellation
(`std::stop_token`, `folly::CancellationToken`, `cppcoro::cancellation_token`, a
reference to a `seastar::abort_source`) and leaves out that of a callee: its last
parameter has a default argument, or there is an overload with one parameter more
that takes it.

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
- Calls in handlers of exceptions, and calls that clean up: they are to run
  although the work was cancelled.
- Callers with several tokens.

## When it is wrong

- The callee is to go on although the caller is told to stop: work that outlives
  it, and clean-up outside of a handler.

## Known limitations

- Tokens that are members are not seen, nor those in a context object.

## References

- C++ standard, [thread.stoptoken].
)md"};

class UnforwardedTokenCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Dependent || !(Body.OnLoop || Body.Kind == BodyKind::Coroutine))
        continue;
      if (const ParmVarDecl *Token = onlyToken(*Body.Function, Model))
        for (const BodyCall &Call : Body.Calls)
          if (isa_and_nonnull<CallExpr>(Call.Site.E) && !Call.InHandler)
            look(Call, *Token, Model);
    }
  }

private:
  static const ParmVarDecl *onlyToken(const FunctionDecl &F,
                                      const AsyncModel &Model);
  void look(const BodyCall &Call, const ParmVarDecl &Token,
            const AsyncModel &Model);
  void reportCall(const BodyCall &Call, const ParmVarDecl &Token,
                  const FunctionDecl &Takes, bool Defaulted,
                  const AsyncModel &Model);
};

const CXXRecordDecl *tokenClass(QualType T, const AsyncModel &Model) {
  if (T->isPointerType())
    T = T->getPointeeType();
  const CXXRecordDecl *Class = T.getNonReferenceType()->getAsCXXRecordDecl();
  return Class && Model.catalogue().isCancellationToken(*Class)
             ? Class->getCanonicalDecl()
             : nullptr;
}

const ParmVarDecl *UnforwardedTokenCheck::onlyToken(const FunctionDecl &F,
                                                    const AsyncModel &Model) {
  const ParmVarDecl *Found = nullptr;
  for (const ParmVarDecl *P : F.parameters())
    if (tokenClass(P->getType(), Model)) {
      if (Found || P->getName().empty())
        return nullptr;
      Found = P;
    }
  return Found;
}

/// An overload of \p Callee that takes the same and a token behind it.
const FunctionDecl *overloadWith(const FunctionDecl &Callee,
                                 const CXXRecordDecl &Token,
                                 const AsyncModel &Model) {
  unsigned Count = Callee.getNumParams();
  if (!Callee.getIdentifier() || Callee.getPrimaryTemplate())
    return nullptr;
  for (const NamedDecl *D : Callee.getDeclContext()->getRedeclContext()->lookup(
           Callee.getDeclName())) {
    const auto *Other = dyn_cast<FunctionDecl>(D->getUnderlyingDecl());
    if (!Other || Other->isDeleted() || Other->getNumParams() != Count + 1 ||
        tokenClass(Other->getParamDecl(Count)->getType(), Model) != &Token ||
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
                                 const AsyncModel &Model) {
  const CXXRecordDecl *Class = tokenClass(Token.getType(), Model);
  const FunctionDecl &Callee = *Call.Site.Callee;
  bool Given = llvm::any_of(Call.Site.Args, [&](const Expr *Argument) {
    return !isa<CXXDefaultArgExpr>(Argument) &&
           tokenClass(Argument->getType(), Model);
  });
  if (Given)
    return;
  if (!Call.Site.Args.empty())
    if (const auto *Default =
            dyn_cast<CXXDefaultArgExpr>(Call.Site.Args.back())) {
      if (tokenClass(Default->getParam()->getType(), Model) == Class)
        reportCall(Call, Token, Callee, /*Defaulted=*/true, Model);
      return;
    }
  if (const FunctionDecl *Other = overloadWith(Callee, *Class, Model);
      Other &&
      Other->getCanonicalDecl() != Call.Body->Function->getCanonicalDecl())
    reportCall(Call, Token, *Other, /*Defaulted=*/false, Model);
}

void UnforwardedTokenCheck::reportCall(const BodyCall &Call,
                                       const ParmVarDecl &Token,
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
  F.Message = "'" + Callee + "' is not given '" + Name +
              "': it goes on when this function is told to stop";
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
