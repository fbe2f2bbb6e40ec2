#include "checks/ChainCheck.h"
#include "model/AsyncModel.h"
#include "model/blocking/AsyncVariant.h"
#include "model/blocking/BlockingCalls.h"
#include "model/code/Coroutine.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-sync-variant",
    .Family = "blocking",
    .Summary = "Finds synchronous calls where the same class or namespace "
               "offers an asynchronous variant.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Unsafe,
    .Precision = "medium",
    .Tags = {"concurrency", "performance"},
    .Documentation = R"md(
## What it does

Reports calls on an event loop of a function that has an asynchronous twin: of
`read` the twin is `async_read`, `co_read`, `read_async`, `readAsync`, `asyncRead`
or `coRead` in the same class (or a base) or the same namespace, if it takes the
same parameters and either returns something awaitable or takes a completion token
or callback behind them.

## Why is this bad

Who wrote both expected the synchronous one to wait. On an event loop everybody
waits with it.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

class store {
public:
  std::string load(int key);
  boost::asio::awaitable<std::string> async_load(int key);
};

boost::asio::awaitable<std::string> session(store &data) {
  co_return data.load(7);
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

class store {
public:
  std::string load(int key);
  boost::asio::awaitable<std::string> async_load(int key);
};

boost::asio::awaitable<std::string> session(store &data) {
  co_return "row " + co_await data.async_load(7);
}
```

## Fix safety

Where the variant can be awaited in place and has the same result, the fix does so.
It is unsafe: what the coroutine relies on may change while it is suspended.

## Not reported

- Functions whose body the file shows: what they call decides whether they block
  (`async-blocking-call`, `async-sync-io`).
- Functions that take a callback themselves, even a defaulted one.
- The implementation of the variant itself.
- Deprecated, deleted and private variants.
- Lines that `async-sync-io` or `async-blocking-call` reports.
- Code off the loop.

## Known limitations

- A synchronous function that only looks into a buffer is reported too, if it has an
  asynchronous twin and its body is in another file.
- Variants that are templates with a dependent result are not recognised.

## References

- Boost.Asio, "Requirements on asynchronous operations": names begin with
  `async_`.
)md"};

class SyncVariantCheck : public ChainCheck {
public:
  using ChainCheck::ChainCheck;
  void analyseDirect(const AsyncModel &Model) override;

private:
  void reportCall(const LoopCall &Call, const AsyncVariant &Variant,
                  const AsyncModel &Model);
};

/// Whether an awaited call may stand in the place of \p Call: it is a whole
/// statement, initialiser, assigned or returned value.
bool placeTakesAwait(const BodyCall &Call) {
  if (Call.InHandler || Call.Body->Kind != BodyKind::Coroutine)
    return false;
  const ParentMap &Parents = Call.Body->parents();
  const Stmt *Child = Call.Site.E;
  auto VisibleParent = [&](const Stmt *S) {
    S = Parents.getParent(S);
    while (
        isa_and_nonnull<ImplicitCastExpr, FullExpr, MaterializeTemporaryExpr,
                        CXXBindTemporaryExpr, CXXConstructExpr, ParenExpr>(S)) {
      Child = S;
      S = Parents.getParent(S);
    }
    return S;
  };
  const Stmt *S = VisibleParent(Child);
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(S))
    return Operator->getOperator() == OO_Equal && Operator->getArg(1) == Child;
  // The operand of a co_return is an argument of return_value().
  if (isa_and_nonnull<CXXMemberCallExpr>(S))
    return isa_and_nonnull<CoreturnStmt>(VisibleParent(S));
  if (const auto *Operator = dyn_cast_or_null<BinaryOperator>(S))
    return Operator->isAssignmentOp() && Operator->getRHS() == Child;
  if (const auto *Declaration = dyn_cast_or_null<DeclStmt>(S))
    return llvm::all_of(Declaration->decls(), [](const Decl *D) {
      const auto *Var = dyn_cast<VarDecl>(D);
      return Var && Var->hasLocalStorage();
    });
  return isa_and_nonnull<CompoundStmt, CoreturnStmt, IfStmt>(S);
}

/// What awaiting a \p Task gives. Where nobody has awaited one in this file its
/// awaiter may not be instantiated, and `task<T>` is taken to give a T.
QualType awaitedType(QualType Task, const Awaitables &Types) {
  if (QualType Awaited = Types.awaitedType(Task); !Awaited.isNull())
    return Awaited;
  const AwaitableType *Type = Types.find(Task);
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Type && Type->Promise ? Type->Record : nullptr);
  if (!Class || Class->getTemplateArgs().size() == 0 ||
      Class->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return {};
  return Class->getTemplateArgs()[0].getAsType();
}

std::optional<Fix> planVariant(const BodyCall &Call,
                               const AsyncVariant &Variant,
                               const AsyncModel &Model) {
  const auto *E = dyn_cast<CallExpr>(Call.Site.E);
  if (!E || !Variant.ReturnsAwaitable || !placeTakesAwait(Call) ||
      E->getBeginLoc().isMacroID() || E->getEndLoc().isMacroID())
    return std::nullopt;
  const ASTContext &Ctx = Model.context();
  const CXXRecordDecl *Promise = promiseOf(*Call.Body->Function);
  QualType Task = Variant.Function->getReturnType();
  QualType Awaited = awaitedType(Task, Model.awaitables());
  if (!Promise || Awaited.isNull() ||
      !Model.awaitables().canAwait(
          *Promise, Call.Body->Function->getReturnType(), Task) ||
      !Ctx.hasSameUnqualifiedType(
          Awaited.getNonReferenceType(),
          Call.Site.Callee->getReturnType().getNonReferenceType()))
    return std::nullopt;
  SourceLocation Name;
  const Expr *Callee = E->getCallee()->IgnoreParenImpCasts();
  if (const auto *Member = dyn_cast<MemberExpr>(Callee))
    Name = Member->getMemberLoc();
  else if (const auto *Ref = dyn_cast<DeclRefExpr>(Callee))
    Name = Ref->getLocation();
  unsigned Written = llvm::count_if(E->arguments(), [](const Expr *Argument) {
    return !isa<CXXDefaultArgExpr>(Argument);
  });
  if (Name.isInvalid() || Name.isMacroID() ||
      Written > Variant.Function->getNumParams())
    return std::nullopt;
  std::string Instead = Variant.Function->getNameAsString();
  Fix F;
  F.Title = "await '" + Instead + "' instead";
  F.Level = Applicability::Unsafe;
  F.Edits.push_back(FixItHint::CreateInsertion(E->getBeginLoc(), "co_await "));
  F.Edits.push_back(FixItHint::CreateReplacement(SourceRange(Name), Instead));
  return F;
}

void SyncVariantCheck::analyseDirect(const AsyncModel &Model) {
  const SourceManager &SM = Model.context().getSourceManager();
  auto LineOf = [&](SourceLocation Loc) {
    Loc = SM.getExpansionLoc(Loc);
    return std::make_pair(SM.getFileID(Loc), SM.getExpansionLineNumber(Loc));
  };
  llvm::DenseSet<std::pair<FileID, unsigned>> ReportedLines;
  for (const BlockingCall &Call : Model.blockingCalls())
    if (!Call.Strict || strict())
      ReportedLines.insert(LineOf(Call.Where.Entry->Site.Loc));

  for (const CodeBody &Root : Model.bodies()) {
    if (!Root.OnLoop)
      continue;
    Model.forEachLoopCall(Root, [&](const LoopCall &Call) {
      if (ReportedLines.contains(LineOf(Call.Entry->Site.Loc)))
        return;
      std::optional<AsyncVariant> Variant =
          asyncVariantOf(*Call.Leaf, Model.awaitables(), Model.context());
      if (Variant && !isImpliedByChain(Call.Entry->Site.Loc, Model))
        reportCall(Call, *Variant, Model);
    });
  }
}

void SyncVariantCheck::reportCall(const LoopCall &Call,
                                  const AsyncVariant &Variant,
                                  const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  const CallSite &Entry = Call.Entry->Site, &Leaf = Call.Leaf->Site;
  std::string Name = displayName(Leaf, Ctx),
              Instead = Variant.Function->getNameAsString();
  Finding F;
  F.Loc = Entry.Loc;
  F.Range = Entry.E ? Entry.E->getSourceRange() : SourceRange(Entry.Loc);
  F.Certainty = Confidence::Medium;
  F.Category = "variant";
  F.Function = Call.Root->name();
  F.Message = "'" + Name +
              "' is called on the event loop although there is the "
              "asynchronous '" +
              Instead + "'";
  if (Call.Entry != Call.Leaf)
    F.Notes.push_back({Leaf.Loc, "'" + Name + "' is called here"});
  F.Notes.push_back({Variant.Function->getLocation(),
                     "the asynchronous variant is declared here"});
  bool Coroutine = Call.Leaf->Body->Kind == BodyKind::Coroutine;
  F.Notes.push_back(
      {Entry.Loc, (Coroutine ? "await '" : "start '") + Instead + "' instead"});
  if (Call.Entry == Call.Leaf)
    if (std::optional<Fix> Planned = planVariant(*Call.Leaf, Variant, Model))
      F.Fixes.push_back(*Planned);
  report(Model, F);
}

const RegisterCheck<SyncVariantCheck> Registration(Info);

} // namespace
} // namespace cotidy
