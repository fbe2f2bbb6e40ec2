#include "model/blocking/LoopGuards.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether \p E is what fork() gave to the code of \p Body.
bool isForkResult(const Expr *E, const CodeBody &Body) {
  E = E->IgnoreParenImpCasts();
  if (Assignment Set = assignmentIn(E); Set.Value)
    return isForkResult(Set.Value, Body);
  auto IsFork = [](const FunctionDecl *F) {
    return F && F->isExternC() && F->getIdentifier() &&
           (F->getName() == "fork" || F->getName() == "vfork");
  };
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return IsFork(Call->getDirectCallee());
  const ValueDecl *Var = namedObject(E);
  return Var && llvm::any_of(Body.Calls, [&](const BodyCall &Call) {
           return Call.Result == Var && IsFork(Call.Site.Callee);
         });
}

/// Whether \p Condition, which \p Holds or does not, says that a process runs
/// the code that was forked off: fork() gave it no child.
bool saysForkedOff(const Expr *Condition, bool Holds, const CodeBody &Body) {
  const auto *Op = dyn_cast<BinaryOperator>(Condition->IgnoreParenImpCasts());
  if (!Op || !Op->isComparisonOp())
    return !Holds && isForkResult(Condition, Body);
  const auto *Number =
      dyn_cast<IntegerLiteral>(Op->getRHS()->IgnoreParenImpCasts());
  if (!Number || Number->getValue() != 0 || !isForkResult(Op->getLHS(), Body))
    return false;
  return Op->getOpcode() == BO_EQ
             ? Holds
             : !Holds && (Op->getOpcode() == BO_NE || Op->getOpcode() == BO_GT);
}

/// Whether \p Asked tells if the code runs on the loop.
bool tellsIfOnLoop(const FunctionDecl &Asked) {
  // Code outside a strand may well be on the loop.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Asked);
      Method && Method->getParent()->getIdentifier() &&
      Method->getParent()->getName() == "strand")
    return false;
  return Asked.getIdentifier() &&
         llvm::StringSwitch<bool>(Asked.getName())
             .Cases({"running_in_this_thread", "isInLoopThread"}, true)
             .Cases({"isInEventBaseThread", "inRunningEventBaseThread"}, true)
             .Default(false);
}

/// Whether \p Condition, which \p Holds or does not, says that the code of
/// \p Body runs on no loop.
bool saysOffLoop(const Expr *Condition, bool Holds, const CodeBody &Body) {
  const Expr *E = Condition->IgnoreParenImpCasts();
  if (saysForkedOff(E, Holds, Body))
    return true;
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot)
    return saysOffLoop(Not->getSubExpr(), !Holds, Body);
  if (const auto *Op = dyn_cast<BinaryOperator>(E))
    return Op->getOpcode() == (Holds ? BO_LAnd : BO_LOr) &&
           (saysOffLoop(Op->getLHS(), Holds, Body) ||
            saysOffLoop(Op->getRHS(), Holds, Body));
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *Asked = Call ? Call->getDirectCallee() : nullptr;
  return !Holds && Asked && tellsIfOnLoop(*Asked);
}

} // namespace

bool isElsewhere(const BodyCall &Call) {
  for (const Guard *G = Call.Guards; G; G = G->Outer)
    if (G->Decided != Guard::Unknown &&
        saysOffLoop(G->Condition, G->Decided == Guard::Holds, *Call.Body))
      return true;
  return false;
}

} // namespace cotidy
