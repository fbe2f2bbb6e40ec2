#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/code/ExprUtils.h"
#include "model/code/SuspensionGraph.h"
#include "model/lifetime/ReferenceKind.h"
#include "model/lifetime/SharedState.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-stale-reference",
    .Family = "lifetime",
    .Summary =
        "Finds references, iterators and pointers into shared containers "
        "that are used after a suspension.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::None,
    .Precision = "medium",
    .Tags = {"concurrency", "correctness", "lifetime"},
    .Documentation = R"md(
## What it does

Reports, in a coroutine, a reference, an iterator or a pointer into a container
or owner of the standard library that is a member or a global, taken before a
suspension and used after it, where other code of the file changes that container
in a way that makes it dangle. A range-based `for` over such a container that
suspends in its body has a hidden iterator of this kind. The same for a pointer,
smart pointer or optional that was tested before the suspension and is relied on
after it, while other code resets it.

## Why is this bad

While a coroutine is suspended, the loop runs other code: another request, a
timer, the handler of a lost connection. No thread and no lock is in sight, and
still the element that the iterator points to may have been erased, or the vector
may have grown and moved, when the coroutine goes on.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>

struct Session {
  boost::asio::awaitable<void> send(std::string line);
  int sent = 0;
};

class Server {
public:
  boost::asio::awaitable<void> notify(int id) {
    auto found = sessions.find(id);
    co_await found->second.send("hello");
    ++found->second.sent;
  }
  void leave(int id) { sessions.erase(id); }

private:
  std::map<int, Session> sessions;
};
```

## Use instead

Look again after the suspension, or keep what is used alive:

```cpp
#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <string>

struct Session {
  boost::asio::awaitable<void> send(std::string line);
  int sent = 0;
};

class Server {
public:
  boost::asio::awaitable<void> notify(int id) {
    auto found = sessions.find(id);
    std::shared_ptr<Session> session = found->second;
    co_await session->send("hello");
    ++session->sent;
  }
  void leave(int id) { sessions.erase(id); }

private:
  std::map<int, std::shared_ptr<Session>> sessions;
};
```

## Not reported

- Containers that are locals or parameters, and containers that nothing else in
  the file changes, or only in a way that leaves the element where it is.
- What is assigned anew, or tested again, after the suspension.
- What is done while the coroutine holds an asynchronous mutex.

## Known limitations

- Whether the other code can run between the two places is not known: a server
  that is only changed before it starts is reported too.
- Containers of other libraries, and references that functions give back.

## References

- C++ Core Guidelines, CP.coro.
- libcoro's README, "co_await and threads".
)md"};

class StaleReferenceCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    std::optional<SharedChanges> Changes;
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Kind != BodyKind::Coroutine || Body.Dependent ||
          Body.Suspensions.empty())
        continue;
      if (!Changes)
        Changes.emplace(Model);
      lookAtVariables(Model, Body, *Changes);
      lookAtConditions(Model, Body, *Changes);
    }
  }

private:
  void lookAtVariables(const AsyncModel &Model, const CodeBody &Body,
                       const SharedChanges &Changes) {
    for (const VarDecl *Var : Body.Locals) {
      if (!Var->hasLocalStorage() || !Var->getInit() ||
          !refers(*Var, Model.catalogue()))
        continue;
      std::optional<SharedPart> Part =
          Var->isImplicit() ? std::nullopt : sharedPart(Var->getInit());
      const BodyCall *Change = Part ? Changes.of(*Part, Body) : nullptr;
      if (!Change || holdsAsyncLock(Body, Var->getLocation(), Model))
        continue;
      const SuspensionGraph &Graph = Model.suspensions(Body);
      auto Crossings = Graph.crossings(
          Graph.behind(*Var),
          [&](const SuspensionGraph::Step &Step) {
            return uses(Step, *Var, Body);
          },
          [&](const SuspensionGraph::Step &Step) {
            return Step.Dies == Var || assignmentIn(Step.S).Target == Var;
          });
      if (!Crossings.empty())
        reportUse(Model, Body, "'" + Var->getNameAsString() + "'",
                  Var->getLocation(), *Part->Whole, *Change, Crossings.front());
    }
    for (const Stmt *Loop : Body.Loops)
      if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop))
        lookAtLoop(Model, Body, *For, Changes);
  }

  static bool refers(const VarDecl &Var, const Catalogue &Known) {
    switch (referenceKind(Var.getType(), Known)) {
    case ReferenceKind::LValue:
    case ReferenceKind::RValue:
      // Of a value, the coroutine keeps the temporary.
      return !Var.getInit()->IgnoreParenImpCasts()->isPRValue();
    case ReferenceKind::Pointer:
    case ReferenceKind::Iterator:
    case ReferenceKind::View:
      return true;
    case ReferenceKind::None:
      return false;
    }
    llvm_unreachable("all kinds are handled");
  }

  static bool uses(const SuspensionGraph::Step &Step, const VarDecl &Var,
                   const CodeBody &Body) {
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Step.S);
    if (!Ref || Ref->getDecl() != &Var)
      return false;
    Assignment Around =
        assignmentIn(Body.parents().getParentIgnoreParenImpCasts(
            const_cast<DeclRefExpr *>(Ref)));
    return Around.Target != &Var || Around.Value->IgnoreParenImpCasts() == Ref;
  }

  void lookAtLoop(const AsyncModel &Model, const CodeBody &Body,
                  const CXXForRangeStmt &For, const SharedChanges &Changes) {
    const VarDecl *Begin = nullptr;
    if (const DeclStmt *Declared = For.getBeginStmt())
      Begin = dyn_cast<VarDecl>(Declared->getSingleDecl());
    const Expr *Range = For.getRangeInit();
    if (!Begin || !Range || For.getCoawaitLoc().isValid())
      return;
    std::optional<SharedPart> Part = sharedElements(Range);
    const BodyCall *Change = Part ? Changes.of(*Part, Body) : nullptr;
    if (!Change || holdsAsyncLock(Body, For.getForLoc(), Model))
      return;
    const SuspensionGraph &Graph = Model.suspensions(Body);
    auto Crossings = Graph.crossings(
        Graph.behind(*Begin),
        [&](const SuspensionGraph::Step &Step) {
          return uses(Step, *Begin, Body);
        },
        [&](const SuspensionGraph::Step &Step) { return Step.Dies == Begin; });
    if (!Crossings.empty())
      reportUse(Model, Body, "the loop's iterator", For.getForLoc(),
                *Part->Whole, *Change, Crossings.front(), For.getForLoc());
  }

  /// A member that a condition tests, and that is used after a suspension
  /// without another test.
  void lookAtConditions(const AsyncModel &Model, const CodeBody &Body,
                        const SharedChanges &Changes) {
    llvm::SmallVector<const Stmt *, 32> Pending{Body.Body};
    while (!Pending.empty()) {
      const Stmt *S = Pending.pop_back_val();
      if (!S || isa<LambdaExpr>(S))
        continue;
      Pending.append(S->child_begin(), S->child_end());
      const auto *If = dyn_cast<IfStmt>(S);
      const Test Asks = If ? testedObject(If->getCond()) : Test();
      const ValueDecl *Owner = sharedOwner(Asks.Object);
      const BodyCall *Change = Owner ? Changes.emptying(*Owner, Body) : nullptr;
      if (!Change || holdsAsyncLock(Body, If->getIfLoc(), Model))
        continue;
      lookBehindTest(Model, Body, *If, Asks.IsFull, *Owner, *Change);
    }
  }

  /// \p WhereFull: what the condition is where there is something in \p Owner.
  void lookBehindTest(const AsyncModel &Model, const CodeBody &Body,
                      const IfStmt &If, bool WhereFull, const ValueDecl &Owner,
                      const BodyCall &Change) {
    auto Names = [&](const SuspensionGraph::Step &Step) {
      const auto *E = dyn_cast_or_null<Expr>(Step.S);
      return E && isa<MemberExpr, DeclRefExpr>(E) && sharedOwner(E) == &Owner;
    };
    auto RelyOn = [&](const SuspensionGraph::Step &Step) {
      return Names(Step) && isDereferenced(*cast<Expr>(Step.S), Body);
    };
    const SuspensionGraph &Graph = Model.suspensions(Body);
    auto Crossings = Graph.crossings(
        Graph.behind(*If.getCond()), RelyOn,
        [&](const SuspensionGraph::Step &Step) {
          return Names(Step) && !isDereferenced(*cast<Expr>(Step.S), Body);
        },
        [&](const Expr &Condition) {
          return stripTransparent(&Condition) == stripTransparent(If.getCond())
                     ? std::optional<bool>(WhereFull)
                     : std::nullopt;
        });
    if (!Crossings.empty())
      reportUse(Model, Body, "'" + Owner.getNameAsString() + "'",
                If.getCond()->getExprLoc(), Owner, Change, Crossings.front(),
                {}, /*Tested=*/true);
  }

  struct Test {
    const Expr *Object = nullptr;
    bool IsFull = true; ///< what the condition is if something is in it
  };

  /// The object that \p Condition asks whether there is something in it.
  static Test testedObject(const Expr *Condition) {
    const Expr *E = stripTransparent(Condition);
    if (const auto *Not = dyn_cast<UnaryOperator>(E);
        Not && Not->getOpcode() == UO_LNot) {
      Test Inner = testedObject(Not->getSubExpr());
      return {Inner.Object, !Inner.IsFull};
    }
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) {
      const CXXMethodDecl *Method = Member->getMethodDecl();
      bool Asks =
          Method &&
          (isa<CXXConversionDecl>(Method) ||
           (Method->getIdentifier() && Method->getName() == "has_value"));
      return {Asks ? Member->getImplicitObjectArgument() : nullptr};
    }
    bool IsPointer =
        isa<MemberExpr, DeclRefExpr>(E) && E->getType()->isPointerType();
    return {IsPointer ? E : nullptr};
  }

  static bool isDereferenced(const Expr &E, const CodeBody &Body) {
    const Stmt *P =
        Body.parents().getParentIgnoreParenImpCasts(const_cast<Expr *>(&E));
    if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(P))
      return Operator->getOperator() == OO_Arrow ||
             Operator->getOperator() == OO_Star;
    if (const auto *Member = dyn_cast_or_null<MemberExpr>(P))
      return Member->isArrow();
    const auto *Unary = dyn_cast_or_null<UnaryOperator>(P);
    return Unary && Unary->getOpcode() == UO_Deref;
  }

  void reportUse(const AsyncModel &Model, const CodeBody &Body,
                 const std::string &What, SourceLocation TakenAt,
                 const ValueDecl &Whole, const BodyCall &Change,
                 const SuspensionGraph::Crossing &Crossing,
                 SourceLocation At = {}, bool Tested = false) {
    std::string Shared = "'" + Whole.getNameAsString() + "'";
    Finding F;
    F.Loc = At.isValid() ? At : cast<Expr>(Crossing.Use)->getExprLoc();
    F.Range = SourceRange(F.Loc);
    F.Category = "lifetime";
    F.Certainty = Confidence::Medium;
    F.Function = Body.name();
    F.Message =
        Tested ? What + " is relied on after a suspension, and may be empty by "
                        "then"
               : What + " leads into " + Shared +
                     ", which may have changed during the suspension";
    if (!At.isValid())
      F.Notes.push_back(
          {TakenAt, Tested ? "it is tested here" : "it is taken here"});
    for (const Suspension *Over : Crossing.Over)
      F.Notes.push_back({Over->Loc, "the coroutine is suspended here"});
    F.Notes.push_back({Change.Site.Loc, "this changes " + Shared});
    F.Notes.push_back({F.Loc, Tested ? "test it again after the suspension, or "
                                       "keep a copy of the owner"
                                     : "look it up again after the suspension, "
                                       "or keep a copy"});
    report(Model, F);
  }
};

const RegisterCheck<StaleReferenceCheck> Registration(Info);

} // namespace
} // namespace cotidy
