#include "model/tasks/WaitPlaces.h"
#include "model/code/LoopCondition.h"
#include "model/code/LoopExit.h"
#include "model/code/Mentions.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether \p Call keeps its caller until other work is over, so that what the
/// caller owns lives on: it waits for a thread, runs the loop.
bool waitsForOthers(const BodyCall &Call, const AsyncModel &Model) {
  const Catalogue &Known = Model.catalogue();
  const ASTContext &Ctx = Model.context();
  if (Known.function(Call.Site, RuntimeRole::Bridge, Ctx))
    return true;
  if (const BlockingEntry *Entry = Known.blocking(Call.Site, Ctx))
    return Entry->Category == "wait" || Entry->Category == "bridge" ||
           Entry->Category == "sleep";
  // Loops that projects write for themselves are named alike.
  const FunctionDecl &Callee = *Call.Site.Callee;
  if (!Callee.getIdentifier())
    return false;
  StringRef Name = Callee.getName();
  return Name.starts_with_insensitive("run") ||
         Name.starts_with_insensitive("wait") ||
         Name.starts_with_insensitive("join") ||
         Name.starts_with_insensitive("poll") ||
         Name.starts_with_insensitive("sync") ||
         Name.starts_with_insensitive("loop") ||
         Name.starts_with_insensitive("exec") ||
         Name.starts_with_insensitive("await") ||
         Name.starts_with_insensitive("block");
}

/// The condition of \p Loop, the one that the compiler makes among them.
const Expr *conditionOf(const Stmt &Loop) {
  const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop);
  return Range ? Range->getCond() : loopCondition(Loop);
}

/// Whether \p E stands in the condition of a branch or a loop.
bool isInCondition(const Expr &E, const CodeBody &Body) {
  const Stmt *Child = &E;
  for (const Stmt *P = Body.parents().getParent(Child); P;
       Child = P, P = Body.parents().getParent(P)) {
    if (const auto *If = dyn_cast<IfStmt>(P))
      return If->getCond() == Child;
    if (isa<WhileStmt, DoStmt, ForStmt>(P))
      return conditionOf(*P) == Child;
    if (!isa<Expr>(P))
      return false;
  }
  return false;
}

} // namespace

WaitPlaces waitPlaces(const CodeBody &Body, const Expr &From,
                      const VarDecl *Lent, const AsyncModel &Model) {
  const SourceManager &SM = Model.context().getSourceManager();
  WaitPlaces Result;
  for (const BodyCall &Call : Body.Calls)
    if (Call.Site.E && Call.Site.E != &From && waitsForOthers(Call, Model))
      Result.Waits.insert(Call.Site.E);

  // Whoever asks what was lent asks whether the others are done with it.
  if (Lent)
    forEachMention(*Body.Body, [&](const Mention &M) {
      if (M.Named == Lent && !M.Inside &&
          SM.isBeforeInTranslationUnit(From.getBeginLoc(),
                                       M.E->getBeginLoc()) &&
          isInCondition(*M.E, Body))
        Result.Waits.insert(M.E);
    });

  for (const Stmt *Loop : Body.Loops) {
    const Expr *Condition = conditionOf(*Loop);
    SourceRange Range = Loop->getSourceRange();
    if (!Condition || Range.fullyContains(From.getSourceRange()) ||
        SM.isBeforeInTranslationUnit(Range.getBegin(), From.getBeginLoc()))
      continue;
    auto IsInLoop = [&](const Stmt *S) {
      return Range.fullyContains(S->getSourceRange());
    };
    auto Add = [&](llvm::DenseSet<const Stmt *> &Into) {
      Into.insert(Condition);
      Into.insert(Condition->IgnoreParenImpCasts());
    };
    bool Waits = llvm::any_of(Body.Calls, [&](const BodyCall &Call) {
      return Call.Site.E && Result.Waits.contains(Call.Site.E) &&
             IsInLoop(Call.Site.E);
    });
    if (Waits || readsFlagOfOthers(*Condition))
      Add(Result.Waits);
    else if (llvm::any_of(Body.Suspensions, IsInLoop))
      Add(Result.Awaits);
  }
  return Result;
}

} // namespace cotidy
