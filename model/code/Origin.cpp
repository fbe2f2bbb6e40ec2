#include "model/code/Origin.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {

/// The object that an accessor of the standard library, or an operator, gives a
/// part of; null for any other call.
static const Expr *accessedObject(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return nullptr;
  bool Accesses = Callee->isOverloadedOperator();
  if (Callee->getIdentifier() && inStandardLibrary(*Callee))
    Accesses = llvm::StringSwitch<bool>(Callee->getName())
                   .Cases({"get", "at", "front", "back", "top"}, true)
                   .Cases({"begin", "cbegin", "rbegin", "data"}, true)
                   .Cases({"value", "next", "prev"}, true)
                   .Default(false);
  if (!Accesses)
    return nullptr;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
    return Member->getImplicitObjectArgument();
  return Call.getNumArgs() != 0 ? Call.getArg(0) : nullptr;
}

/// The object that \p E is a part or an element of, or \p E.
static const Expr *wholeOf(const Expr *E) {
  while (true) {
    E = stripTransparent(E);
    const Expr *Whole = nullptr;
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      Whole = Member->isImplicitAccess() ? nullptr : Member->getBase();
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      Whole = Element->getBase();
    else if (const auto *Unary = dyn_cast<UnaryOperator>(E);
             Unary && Unary->getOpcode() != UO_Coawait)
      Whole = Unary->getSubExpr();
    else if (const auto *Call = dyn_cast<CallExpr>(E))
      Whole = accessedObject(*Call);
    if (!Whole)
      return E;
    E = Whole;
  }
}

/// Ends the search through variables initialised with each other.
static constexpr unsigned MaxVariables = 8;

const Expr *originOf(const Expr *E) {
  for (unsigned I = 0; E && I != MaxVariables; ++I) {
    E = wholeOf(E);
    const auto *Ref = dyn_cast<DeclRefExpr>(E);
    const ValueDecl *Named = Ref ? Ref->getDecl() : nullptr;
    if (const auto *Binding = dyn_cast_or_null<BindingDecl>(Named))
      Named = dyn_cast_or_null<ValueDecl>(Binding->getDecomposedDecl());
    const auto *Var = dyn_cast_or_null<VarDecl>(Named);
    if (!Var || isa<ParmVarDecl>(Var) || !Var->getInit())
      return E;
    E = Var->getInit();
  }
  return E;
}

const ParmVarDecl *parameterNamed(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
}

} // namespace cotidy
