#include "model/blocking/StartUp.h"
#include "model/code/LoopExit.h"
#include "model/code/SuspensionGraph.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

/// Ends the search through functions that `main` is written in.
constexpr unsigned MaxDepth = 6;

/// Up to where \p Body runs before control can come from a suspension.
SourceRange firstPause(const CodeBody &Body, const Catalogue &Known,
                       const SourceManager &SM) {
  const Expr *First = nullptr;
  for (const Expr *E : Body.Suspensions) {
    if (!canSuspend(*E, Known))
      continue;
    // One that stands in the operand of the other comes before it.
    if (First)
      return SM.isBeforeInTranslationUnit(First->getEndLoc(), E->getBeginLoc())
                 ? First->getSourceRange()
                 : First->getBeginLoc();
    First = E;
    for (const Stmt *S = E; S; S = Body.parents().getParent(S))
      if (isLoop(S))
        return S->getBeginLoc(); // its first line runs again
  }
  return First ? First->getSourceRange() : Body.Body->getEndLoc();
}

/// Whether \p Body awaits one connection after the other.
bool takesConnections(const CodeBody &Body, const Catalogue &Known,
                      ASTContext &Ctx) {
  return llvm::any_of(Body.Calls, [&](const BodyCall &Call) {
    if (!Call.InAwaitOperand || !Call.Site.E ||
        !Known.function(Call.Site, RuntimeRole::Accept, Ctx))
      return false;
    for (const Stmt *S = Call.Site.E; S; S = Body.parents().getParent(S))
      if (isLoop(S))
        return true;
    return false;
  });
}

class StartUpFinder {
public:
  StartUpFinder(const RunsOfBodies &Runs, const SourceManager &SM)
      : Runs(Runs), SM(SM) {}

  /// Whether \p Body, a coroutine, is run by the start of the program only.
  bool isOnlyStartedByMain(const CodeBody &Body) const {
    return areAll(Body, MaxDepth);
  }

private:
  bool areAll(const CodeBody &Body, unsigned Depth) const {
    auto Found = Runs.find(&Body);
    return Found != Runs.end() && !Found->second.AnyTime &&
           !Found->second.By.empty() &&
           llvm::all_of(Found->second.By, [&](const BodyCall *Call) {
             return isAtStart(*Call, Depth);
           });
  }

  /// Whether \p Call comes before any loop runs, or as the first thing that
  /// one does.
  bool isAtStart(const BodyCall &Call, unsigned Depth) const {
    const CodeBody &In = *Call.Body;
    if (In.Kind == BodyKind::Coroutine)
      return In.isUnattendedAt(Call.Site.range(), SM);
    return In.Function->isMain() ||
           (Depth != 0 && !In.Lambda && In.Kind == BodyKind::Plain &&
            areAll(In, Depth - 1));
  }

  const RunsOfBodies &Runs;
  const SourceManager &SM;
};

} // namespace

void findStartUp(llvm::ArrayRef<CodeBody *> Active, const RunsOfBodies &Runs,
                 const Catalogue &Known, ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  StartUpFinder Finder(Runs, SM);
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (CodeBody *Body : Active) {
      if (!Body->OnLoop || Body->Kind != BodyKind::Coroutine ||
          Body->FirstPause.isValid() ||
          !(Known.isProgram(*Body->Function) ||
            takesConnections(*Body, Known, Ctx) ||
            Finder.isOnlyStartedByMain(*Body)))
        continue;
      Body->FirstPause = firstPause(*Body, Known, SM);
      Changed = true;
    }
  }
}

} // namespace cotidy
