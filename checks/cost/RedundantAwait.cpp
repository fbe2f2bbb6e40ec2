#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"
#include <optional>

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-redundant-await",
    .Family = "cost",
    .Summary = "Finds coroutines that do nothing but await another one and "
               "return what it gives.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::Unsafe,
    .Precision = "high",
    .Tags = {"performance"},
    .Documentation = R"md(
## What it does

Reports `co_return co_await f(...)` where it is all that a coroutine does, and the
task that `f` returns has the coroutine's own type.

## Why is this bad

The coroutine is a frame, a start, an end and two switches more for each call, and
hands the value through. `return f(...)` gives the caller the inner task at once.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

boost::asio::awaitable<std::string> fetch(const std::string &url, int limit);

boost::asio::awaitable<std::string> fetch(const std::string &url) {
  co_return co_await fetch(url, 1024);
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

boost::asio::awaitable<std::string> fetch(const std::string &url, int limit);

boost::asio::awaitable<std::string> fetch(const std::string &url) {
  return fetch(url, 1024);
}
```

## Fix safety

The fix returns the task. It is unsafe: arguments are then evaluated when the
function is called, not when its task is awaited, and what that throws leaves the
function at once.

## Not reported

- Anything beside the one statement: locals, whose destructors run after the
  await, try blocks, logging, and what another build has behind `#if`.
- Arguments that refer to what dies when the function returns: its parameters
  taken by value, captures by copy, temporaries.
- Functions that are given a lock, a guard or `self` and do not pass it on: they
  keep it until the await is over.
- Awaits of another task type, and values that are converted.
- Coroutines that begin on another executor.

## When it is wrong

- The coroutine is there for its place in a stack of tasks, which a debugger or a
  tracer shows.
- Callers rely on what the function throws to come out of the await.

## Known limitations

- `co_await f(...);` as the only statement of a coroutine without a value is not
  reported.

## References

- C++ standard, [dcl.fct.def.coroutine].
)md"};

/// Whether \p S may refer to what dies once the function of \p Body has
/// returned.
bool borrowsFromFrame(const Stmt &S, const CodeBody &Body) {
  if (isa<MaterializeTemporaryExpr, LambdaExpr, InitListExpr>(S))
    return true;
  // A copy, or what is moved out, belongs to the callee.
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S);
      Construct && Construct->getConstructor()->isCopyOrMoveConstructor() &&
      isa_and_nonnull<ParmVarDecl>(namedObject(Construct->getArg(0))))
    return false;
  // The value of a number is a copy, too.
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(&S);
      Cast && Cast->getCastKind() == CK_LValueToRValue &&
      !Cast->getType()->isRecordType())
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
        Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType())
      return true;
  return llvm::any_of(S.children(), [&](const Stmt *Child) {
    return Child && borrowsFromFrame(*Child, Body);
  });
}

/// Whether \p Call copies or moves \p P into what it is given.
bool isGivenAway(const ParmVarDecl &P, const Stmt &Call) {
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(&Call);
      Construct && Construct->getConstructor()->isCopyOrMoveConstructor() &&
      namedObject(Construct->getArg(0)) == &P)
    return true;
  return llvm::any_of(Call.children(), [&](const Stmt *Child) {
    return Child && isGivenAway(P, *Child);
  });
}

/// Whether the function of \p Body has a parameter whose destructor runs when
/// the await is over: a lock, a guard, what keeps an object alive.
bool keepsParameter(const CodeBody &Body, const Stmt &Call) {
  return llvm::any_of(Body.Function->parameters(), [&](const ParmVarDecl *P) {
    const CXXRecordDecl *Class = P->getType()->getAsCXXRecordDecl();
    return Class && Class->hasDefinition() && !Class->hasTrivialDestructor() &&
           !isGivenAway(*P, Call);
  });
}

/// Leaves `return` and the operand of the await, without what parentheses stand
/// around either.
std::optional<Fix> returnTask(const CoreturnStmt &Return, const Expr &Operand,
                              const ASTContext &Ctx) {
  SourceLocation Begin = Return.getBeginLoc(), End = Return.getEndLoc();
  if (!Begin.isFileID() || !End.isFileID() ||
      !Operand.getBeginLoc().isFileID() || !Operand.getEndLoc().isFileID())
    return std::nullopt;
  Fix Planned;
  Planned.Title = "return the task itself";
  Planned.Level = Applicability::Unsafe;
  Planned.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(Begin, Operand.getBeginLoc()), "return "));
  if (End != Operand.getEndLoc()) {
    const SourceManager &SM = Ctx.getSourceManager();
    Planned.Edits.push_back(
        FixItHint::CreateRemoval(CharSourceRange::getCharRange(
            Lexer::getLocForEndOfToken(Operand.getEndLoc(), 0, SM,
                                       Ctx.getLangOpts()),
            Lexer::getLocForEndOfToken(End, 0, SM, Ctx.getLangOpts()))));
  }
  return Planned;
}

/// Whether \p Body has parts that only another build compiles.
bool hasOtherBuilds(const Stmt &Body, const ASTContext &Ctx) {
  StringRef Text = Lexer::getSourceText(
      CharSourceRange::getTokenRange(Body.getSourceRange()),
      Ctx.getSourceManager(), Ctx.getLangOpts());
  return Text.contains("#if");
}

class RedundantAwaitCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies())
      if (Body.Kind == BodyKind::Coroutine && !Body.Dependent &&
          Body.Suspensions.size() == 1)
        look(Body, Model);
  }

private:
  void look(const CodeBody &Body, const AsyncModel &Model);
};

void RedundantAwaitCheck::look(const CodeBody &Body, const AsyncModel &Model) {
  const auto *Block = dyn_cast<CompoundStmt>(Body.Body);
  const auto *Return = Block && Block->size() == 1
                           ? dyn_cast<CoreturnStmt>(Block->body_front())
                           : nullptr;
  if (!Return || !Return->getOperand() ||
      hasOtherBuilds(*Block, Model.context()))
    return;
  const auto *Await =
      dyn_cast<CoawaitExpr>(stripTransparent(Return->getOperand()));
  if (!Await)
    return;
  const Expr *Operand = Await->getOperand()->IgnoreParens();
  const auto *Call = dyn_cast<CallExpr>(stripTransparent(Operand));
  const FunctionDecl &F = *Body.Function;
  const AwaitableType *Task = Model.awaitables().find(F.getReturnType());
  if (!Call || !Task || Task->Kind != TypeKind::Task || !Call->isPRValue() ||
      !Model.context().hasSameType(Call->getType(), F.getReturnType()) ||
      Model.catalogue().startsElsewhere(F))
    return;
  QualType Value = Model.awaitables().valueOf(F.getReturnType());
  if (Value.isNull() ||
      !Model.context().hasSameUnqualifiedType(
          Value.getNonReferenceType(), Await->getType().getNonReferenceType()))
    return;
  if (borrowsFromFrame(*Call, Body) || keepsParameter(Body, *Call))
    return;

  Finding Found;
  Found.Loc = Await->getBeginLoc();
  Found.Range = Await->getSourceRange();
  Found.Category = "coroutine";
  Found.Function = Body.name();
  Found.Message = "this coroutine only hands a value through: returning the "
                  "task itself saves a frame and an await for each call";
  Found.Notes.push_back({Return->getBeginLoc(),
                         "return the task itself: 'return' in the place of "
                         "'co_return co_await'"});
  if (std::optional<Fix> Planned =
          returnTask(*Return, *Operand, Model.context()))
    Found.Fixes.push_back(std::move(*Planned));
  report(Model, Found);
}

const RegisterCheck<RedundantAwaitCheck> Registration(Info);

} // namespace
} // namespace cotidy
