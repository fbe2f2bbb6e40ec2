#include "model/code/FirstUse.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cotidy {
namespace {

bool isNull(const Expr &E) {
  return isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E.IgnoreParenImpCasts());
}

/// The variable that a condition asks for, whether it asks if it is set, and
/// whether to ask sets it.
struct Question {
  const VarDecl *Of = nullptr;
  bool IsSet = true;
  bool Sets = false;
};

/// That of the call \p Call: `started.exchange(true)`,
/// `std::exchange(started, true)`, `started.test_and_set()`.
Question questionOf(const CallExpr &Call) {
  auto IsTrue = [](const Expr *E) {
    const auto *Value = dyn_cast<CXXBoolLiteralExpr>(stripTransparent(E));
    return Value && Value->getValue();
  };
  const Expr *Flag = nullptr;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    StringRef Name = memberCallee(*Member);
    if (Name == "test_and_set" ||
        (Name == "exchange" && Member->getNumArgs() != 0 &&
         IsTrue(Member->getArg(0))))
      Flag = Member->getImplicitObjectArgument();
  } else if (standardCallee(Call) == "exchange" && Call.getNumArgs() == 2 &&
             IsTrue(Call.getArg(1))) {
    Flag = Call.getArg(0);
  }
  const auto *Var =
      Flag ? dyn_cast_or_null<VarDecl>(namedObject(Flag)) : nullptr;
  return {Var && Var->hasGlobalStorage() ? Var : nullptr, true, true};
}

/// That of the function \p F if it declares variables and returns the answer:
/// the function that D++ calls `run_once`.
Question questionOf(const FunctionDecl &F) {
  const FunctionDecl *Definition = nullptr;
  const auto *Body = F.hasBody(Definition)
                         ? dyn_cast_or_null<CompoundStmt>(Definition->getBody())
                         : nullptr;
  if (!Body || Body->body_empty() ||
      !llvm::all_of(ArrayRef(Body->body_begin(), Body->size() - 1),
                    [](const Stmt *S) { return isa<DeclStmt>(S); }))
    return {};
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_back());
  const Expr *E = Return ? Return->getRetValue() : nullptr;
  bool Negated = false;
  while (E) {
    E = E->IgnoreParenImpCasts();
    const auto *Not = dyn_cast<UnaryOperator>(E);
    if (!Not || Not->getOpcode() != UO_LNot)
      break;
    E = Not->getSubExpr();
    Negated = !Negated;
  }
  const auto *Call = dyn_cast_or_null<CallExpr>(E);
  Question Q = Call ? questionOf(*Call) : Question();
  Q.IsSet = Q.IsSet != Negated;
  return Q;
}

Question questionOf(const Expr &Condition) {
  const Expr *E = Condition.IgnoreParenImpCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot) {
    Question Q = questionOf(*Not->getSubExpr());
    Q.IsSet = !Q.IsSet;
    return Q;
  }
  const Expr *Left = nullptr, *Right = nullptr;
  bool Equal = false;
  if (const auto *Binary = dyn_cast<BinaryOperator>(E);
      Binary && Binary->isEqualityOp()) {
    Left = Binary->getLHS();
    Right = Binary->getRHS();
    Equal = Binary->getOpcode() == BO_EQ;
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
             Operator && Operator->getNumArgs() == 2 &&
             (Operator->getOperator() == OO_EqualEqual ||
              Operator->getOperator() == OO_ExclaimEqual)) {
    Left = Operator->getArg(0);
    Right = Operator->getArg(1);
    Equal = Operator->getOperator() == OO_EqualEqual;
  }
  if (Left) {
    if (isNull(*Left))
      std::swap(Left, Right);
    if (!isNull(*Right))
      return {};
    Question Q = questionOf(*Left);
    Q.IsSet = Q.IsSet != Equal;
    return Q;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *Asked = Call->getDirectCallee();
    for (const Question &Q :
         {questionOf(*Call), Asked ? questionOf(*Asked) : Question()})
      if (Q.Of)
        return Q;
  }
  // `operator bool`, `has_value`, `load`
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
      Call && Call->getNumArgs() == 0 && Call->getMethodDecl() &&
      (isa<CXXConversionDecl>(Call->getMethodDecl()) ||
       (Call->getMethodDecl()->getIdentifier() &&
        llvm::is_contained({"has_value", "load", "get"},
                           Call->getMethodDecl()->getName()))))
    E = Call->getImplicitObjectArgument();
  const auto *Var = dyn_cast_or_null<VarDecl>(namedObject(E));
  return {Var && Var->hasGlobalStorage() ? Var : nullptr, true};
}

/// Whether \p S, lambdas in it left out, gives \p Var a value.
bool fills(const Stmt &S, const VarDecl &Var) {
  if (isa<LambdaExpr>(S))
    return false;
  if (const auto *Assigned = dyn_cast<BinaryOperator>(&S);
      Assigned && Assigned->isAssignmentOp() &&
      namedObject(Assigned->getLHS()) == &Var)
    return true;
  if (const auto *Assigned = dyn_cast<CXXOperatorCallExpr>(&S);
      Assigned && Assigned->isAssignmentOp() &&
      namedObject(Assigned->getArg(0)) == &Var)
    return true;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
      Call && Call->getMethodDecl() && Call->getMethodDecl()->getIdentifier() &&
      llvm::is_contained({"emplace", "reset", "store"},
                         Call->getMethodDecl()->getName()) &&
      Call->getNumArgs() >= 1 &&
      namedObject(Call->getImplicitObjectArgument()) == &Var)
    return true;
  return llvm::any_of(S.children(), [&](const Stmt *Child) {
    return Child && fills(*Child, Var);
  });
}

} // namespace

bool isFirstUse(const Expr &Condition, bool Holds, const Stmt &Body) {
  if (Condition.isTypeDependent())
    return false;
  Question Q = questionOf(Condition);
  return Q.Of && Q.IsSet != Holds && (Q.Sets || fills(Body, *Q.Of));
}

} // namespace cotidy
