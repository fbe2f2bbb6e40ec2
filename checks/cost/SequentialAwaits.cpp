#include "checks/AsyncCheck.h"
#include "fixits/CombineTasks.h"
#include "fixits/MapTasks.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopChanges.h"
#include "model/code/LoopExit.h"
#include "model/tasks/AwaitedQuery.h"
#include "model/tasks/Idioms.h"
#include "model/tasks/TaskHolders.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-sequential-awaits",
    .Family = "cost",
    .Summary = "Finds awaits one after another that do not depend on each "
               "other and could run together.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::Unsafe,
    .Precision = "medium",
    .Tags = {"performance"},
    .Documentation = R"md(
## What it does

Reports awaits in consecutive statements, and a loop with one await for each
element, where nothing one of them does can be seen by another: each asks for a
value (`get_user`, `fetch`, `load_config`, `resolve`), none needs the value of
another, and none is given an object that another could change. One client,
connection, stream or session that both use is such an object.

## Why is this bad

Each await waits for the one before. Three requests of 50 ms take 150 ms; started
together they take 50. In a loop over elements the difference grows with their
number.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

struct user { std::string name; };
struct account { int balance; };

boost::asio::awaitable<user> fetch_user(int id);
boost::asio::awaitable<account> fetch_account(int id);

boost::asio::awaitable<std::string> overview(int id) {
  user who = co_await fetch_user(id);
  account money = co_await fetch_account(id);
  co_return who.name + ": " + std::to_string(money.balance);
}
```

## Use instead

Asio's operator waits for both, as `corun::gather` does for any number:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <string>

struct user { std::string name; };
struct account { int balance; };

boost::asio::awaitable<user> fetch_user(int id);
boost::asio::awaitable<account> fetch_account(int id);

boost::asio::awaitable<std::string> overview(int id) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto [who, money] = co_await (fetch_user(id) && fetch_account(id));
  co_return who.name + ": " + std::to_string(money.balance);
}
```

## Fix safety

Awaits that initialise variables in statements behind one another become one await
of all (`corun::gather`, or Asio's `&&`), with structured bindings; those that are
assigned to variables or members, with `std::tie`. A range-based loop over an object that is there before it, whose one
await names the element and nothing else does, goes over the values that
`corun::map_concurrent` gives, 16 tasks at a time. Unsafe: they run at the same time,
and the first error ends the others. Other loops, and awaits with comments between
them, have no fix.

## Not reported

- An await that uses the value of one before it, or that a condition on it guards.
- Calls of functions of the same object, of `this`, or with one object by
  reference, pointer or handle in common.
- Objects that may be one, or may share one: two references, pointers or handles to
  a class, an object and a reference to a class of which it has a part, two
  repositories that hold references to connections, two clients made from one
  session. Objects with storage of their own and nothing borrowed are different.
- Functions whose bodies, as far as the file shows them, name a variable that all
  calls share, get an object that nobody gave them (`primary()`), write a log or
  file, or never wait.
- Functions whose names do not say that they only ask (`get_or_create`,
  `fetch_add`, `get_next`), and functions without a value. `read`, `receive`, `next`
  take from a stream: their order matters. `query(sql)` may change anything.
- Loops that end early, that do more than to collect the values, or whose condition
  looks at what they collected.

## When it is wrong

- What functions in other files share behind their parameters (a global
  connection, a cache that the first fills for the second, a rate limit) is not
  seen: their awaits may have to stay in order, or gain nothing.

## Known limitations

- Two references to different connections are not reported either: no type says
  that they are two.

## References

- corun, `gather` and `map_concurrent`.
)md"};

class SequentialAwaitsCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Kind != BodyKind::Coroutine || Body.Dependent ||
          Body.Suspensions.empty())
        continue;
      if (Body.Suspensions.size() > 1)
        walk(*Body.Body, Body, Model);
      for (const Stmt *Loop : Body.Loops)
        lookAtLoop(*Loop, Body, Model);
    }
  }

private:
  void walk(const Stmt &S, const CodeBody &Body, const AsyncModel &Model) {
    if (const auto *Block = dyn_cast<CompoundStmt>(&S))
      lookAtBlock(*Block, Body, Model);
    for (const Stmt *Child : evaluatedChildren(S, Model.context()))
      walk(*Child, Body, Model);
  }

  void lookAtBlock(const CompoundStmt &Block, const CodeBody &Body,
                   const AsyncModel &Model);
  void reportRun(llvm::ArrayRef<AwaitedQuery> Run,
                 llvm::ArrayRef<const Stmt *> Statements, const CodeBody &Body,
                 const AsyncModel &Model);
  void lookAtLoop(const Stmt &Loop, const CodeBody &Body,
                  const AsyncModel &Model);
};

/// A statement that keeps what one query gives.
struct KeptQuery {
  AwaitedQuery Query;
  const ValueDecl *Result = nullptr;
};

std::optional<KeptQuery> keptQuery(const Stmt &S, const AsyncModel &Model) {
  const Expr *Value = nullptr;
  const ValueDecl *Result = nullptr;
  if (const auto *Declaration = dyn_cast<DeclStmt>(&S)) {
    const auto *Var = Declaration->isSingleDecl()
                          ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                          : nullptr;
    if (!Var || !Var->hasInit() || isa<DecompositionDecl>(Var))
      return std::nullopt;
    Value = Var->getInit();
    Result = Var;
  } else if (const auto *E = dyn_cast<Expr>(&S)) {
    const Expr *Whole = stripTransparent(E);
    if (const auto *Assign = dyn_cast<BinaryOperator>(Whole);
        Assign && Assign->getOpcode() == BO_Assign) {
      Value = Assign->getRHS();
      Result = namedObject(Assign->getLHS());
    } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Whole);
               Operator && Operator->getOperator() == OO_Equal) {
      Value = Operator->getArg(1);
      Result = namedObject(Operator->getArg(0));
    }
  }
  std::optional<AwaitedQuery> Query =
      Value && Result ? awaitedQuery(*Value, Model) : std::nullopt;
  if (!Query)
    return std::nullopt;
  return KeptQuery{std::move(*Query), Result};
}

bool uses(const AwaitedQuery &Query, const ValueDecl *D) {
  return Query.Reads.contains(D) || Query.Reaches.contains(D);
}

/// The same, where \p D may also refer to something that \p Query uses.
bool mayUse(const AwaitedQuery &Query, const ValueDecl &D,
            const ASTContext &Ctx) {
  SharedParts Parts;
  if (D.getType()->isReferenceType() || D.getType()->isPointerType())
    Parts.add(D.getType(), Ctx);
  return uses(Query, &D) || Parts.mayMeet(Query.Sees) ||
         Parts.mayMeet(Query.Changes);
}

void SequentialAwaitsCheck::lookAtBlock(const CompoundStmt &Block,
                                        const CodeBody &Body,
                                        const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  llvm::SmallVector<AwaitedQuery, 4> Run;
  llvm::SmallVector<const ValueDecl *, 4> Results;
  llvm::SmallVector<const Stmt *, 4> Statements;
  auto Finish = [&] {
    if (Run.size() > 1)
      reportRun(Run, Statements, Body, Model);
    Run.clear();
    Statements.clear();
    Results.clear();
  };
  for (const Stmt *S : Block.body()) {
    std::optional<KeptQuery> Kept = keptQuery(*S, Model);
    bool Joins =
        Kept &&
        llvm::all_of(Run,
                     [&](const AwaitedQuery &Other) {
                       return areIndependent(Other, Kept->Query) &&
                              !mayUse(Other, *Kept->Result, Ctx);
                     }) &&
        llvm::none_of(Results, [&](const ValueDecl *Result) {
          return mayUse(Kept->Query, *Result, Ctx) || Result == Kept->Result;
        });
    if (!Joins)
      Finish();
    if (Kept) {
      Run.push_back(std::move(Kept->Query));
      Results.push_back(Kept->Result);
      Statements.push_back(S);
    }
  }
  Finish();
}

void SequentialAwaitsCheck::reportRun(llvm::ArrayRef<AwaitedQuery> Run,
                                      llvm::ArrayRef<const Stmt *> Statements,
                                      const CodeBody &Body,
                                      const AsyncModel &Model) {
  Finding F;
  F.Loc = Run[1].Await->getBeginLoc();
  F.Range = Run[1].Await->getSourceRange();
  F.Category = "latency";
  F.Certainty = Confidence::Medium;
  F.Function = Body.name();
  F.Message = "these " + std::to_string(Run.size()) +
              " awaits take the sum of their times; gathered they take the "
              "longest";
  for (const AwaitedQuery &Query : Run)
    if (&Query != &Run[1])
      F.Notes.push_back(
          {Query.Await->getBeginLoc(), "this does not depend on the others"});
  F.Notes.push_back(
      {F.Loc, "run them together: '" +
                  idiomFor(Body, "gather", "corun::gather", Model) + "'"});
  llvm::SmallVector<const CoawaitExpr *, 4> Awaits;
  for (const AwaitedQuery &Query : Run)
    Awaits.push_back(Query.Await);
  if (std::optional<Fix> Gathered = planGather(Statements, Awaits, Body, Model))
    F.Fixes.push_back(std::move(*Gathered));
  report(Model, F);
}

/// The statements that \p Loop repeats.
llvm::SmallVector<const Stmt *, 4> statementsOf(const Stmt &Loop) {
  const Stmt *Body = loopBody(Loop);
  if (const auto *Block = dyn_cast<CompoundStmt>(Body))
    return {Block->body_begin(), Block->body_end()};
  return {Body};
}

/// The variable that is another one in each round, or null.
const VarDecl *elementOf(const Stmt &Loop) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Range->getCoawaitLoc().isValid() ? nullptr
                                            : Range->getLoopVariable();
  const auto *For = dyn_cast<ForStmt>(&Loop);
  const auto *Init = For ? dyn_cast_or_null<DeclStmt>(For->getInit()) : nullptr;
  if (!Init || !Init->isSingleDecl() || !For->getInc())
    return nullptr;
  return dyn_cast<VarDecl>(Init->getSingleDecl());
}

const CoawaitExpr *awaitIn(const Stmt &S, const ASTContext &Ctx) {
  if (const auto *Await = dyn_cast<CoawaitExpr>(&S))
    return Await;
  for (const Stmt *Child : evaluatedChildren(S, Ctx))
    if (const CoawaitExpr *Found = awaitIn(*Child, Ctx))
      return Found;
  return nullptr;
}

/// The local that \p S adds the value \p Value to, or one that is in it: a
/// container, a sum.
const ValueDecl *collector(const Stmt &S) {
  const auto *E = dyn_cast<Expr>(&S);
  const Expr *Whole = E ? stripTransparent(E) : nullptr;
  if (const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Whole)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    return Method && isInsertion(*Method)
               ? namedObject(Call->getImplicitObjectArgument())
               : nullptr;
  }
  if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(Whole);
      Assign && Assign->isCompoundAssignmentOp())
    return namedObject(Assign->getLHS());
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Whole);
      Operator && Operator->getOperator() == OO_Equal)
    if (const auto *Element = dyn_cast<CXXOperatorCallExpr>(
            Operator->getArg(0)->IgnoreParenImpCasts());
        Element && Element->getOperator() == OO_Subscript)
      return namedObject(Element->getArg(0));
  return nullptr;
}

void SequentialAwaitsCheck::lookAtLoop(const Stmt &Loop, const CodeBody &Body,
                                       const AsyncModel &Model) {
  const VarDecl *Element = elementOf(Loop);
  llvm::SmallVector<const Stmt *, 4> Statements = statementsOf(Loop);
  if (!Element || Statements.empty() || Statements.size() > 2)
    return;
  // Either the value is collected where it is awaited, or in the statement
  // behind.
  const CoawaitExpr *Await = awaitIn(*Statements[0], Model.context());
  const ValueDecl *Collector = collector(*Statements.back());
  if (!Await || !Collector)
    return;
  if (Statements.size() == 2 && (!keptQuery(*Statements[0], Model) ||
                                 awaitIn(*Statements[1], Model.context())))
    return;
  std::optional<AwaitedQuery> Query = awaitedQuery(*Await, Model);
  if (!Query || !Query->Reads.contains(Element) || uses(*Query, Collector))
    return;
  // Everything but the element is the same in each round, and what can be
  // changed through it is shared by the rounds; elements that refer to
  // something may all refer to one.
  SharedParts Elements;
  Elements.add(Element->getType().getNonReferenceType(), Model.context());
  if (llvm::any_of(Query->Reaches,
                   [&](const ValueDecl *D) { return D != Element; }) ||
      (Query->Reaches.contains(Element) && Elements.leadElsewhere()))
    return;
  // Whether there is a next round may depend on what this one gave.
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop);
      Range &&
      namesAny(*Range->getRangeInit(), ValueSet{Collector}, Model.context()))
    return;
  if (const Expr *Condition = loopCondition(Loop);
      Condition &&
      (!namesAny(*Condition, ValueSet{Element}, Model.context()) ||
       namesAny(*Condition, ValueSet{Collector}, Model.context()) ||
       awaitIn(*Condition, Model.context())))
    return;
  Finding F;
  F.Range = loopHead(Loop);
  F.Loc = F.Range.getBegin();
  F.Category = "latency";
  F.Certainty = Confidence::Medium;
  F.Function = Body.name();
  F.Message = "each round waits for the one before: the loop takes the sum of "
              "the times of its awaits";
  F.Notes.push_back(
      {Await->getBeginLoc(), "this needs nothing that another round gives"});
  F.Notes.push_back(
      {F.Loc, "run several at a time: '" +
                  idiomFor(Body, "bounded", "corun::map_concurrent", Model) +
                  "'"});
  if (std::optional<Fix> Mapped = planMapLoop(Loop, *Await, Body, Model))
    F.Fixes.push_back(std::move(*Mapped));
  report(Model, F);
}

const RegisterCheck<SequentialAwaitsCheck> Registration(Info);

} // namespace
} // namespace cotidy
