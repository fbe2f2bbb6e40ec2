#include "model/cost/Assumptions.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopExit.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallVector.h"
#include <utility>

using namespace clang;

namespace cotidy {
namespace {

/// A variable, or a member of this object or of a variable: the range itself,
/// or a number that says how often a loop runs.
using Size = std::pair<const ValueDecl *, const ValueDecl *>;

/// Adds to \p Found what \p S, the head of a loop, names. What is indexed or
/// looked up is left out: two rows of one table are two ranges.
void addSizes(const Stmt *S, llvm::SmallVectorImpl<Size> &Found) {
  if (const auto *E = dyn_cast_or_null<Expr>(S))
    S = stripTransparent(E);
  if (!S || isa<ArraySubscriptExpr>(S))
    return;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(S);
      Operator && Operator->getOperator() == OO_Subscript)
    return;
  if (const auto *Member = dyn_cast<MemberExpr>(S);
      Member && isa<FieldDecl>(Member->getMemberDecl())) {
    const Expr *Base = stripTransparent(Member->getBase());
    if (isa<CXXThisExpr>(Base))
      Found.push_back({nullptr, Member->getMemberDecl()});
    else if (const auto *Ref = dyn_cast<DeclRefExpr>(Base))
      Found.push_back({Ref->getDecl(), Member->getMemberDecl()});
    return;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    if (!Var || Var->isConstexpr())
      return;
    Found.push_back({Var, nullptr});
    // `const auto count = posts.size();` stands for the range.
    if (Var->isLocalVarDecl() && Var->hasInit() &&
        (Var->getType().isConstQualified() ||
         Var->getType()->isReferenceType()))
      addSizes(Var->getInit(), Found);
    return;
  }
  for (const Stmt *Child : S->children())
    addSizes(Child, Found);
}

llvm::SmallVector<Size, 4> sizesOf(const CostFactor &Factor) {
  llvm::SmallVector<Size, 4> Found;
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(Factor.At))
    addSizes(Range->getRangeInit(), Found);
  else if (isLoop(Factor.At))
    addSizes(loopCondition(*Factor.At), Found);
  else if (const auto *Algorithm = dyn_cast<CallExpr>(Factor.At))
    for (const Expr *Argument : Algorithm->arguments())
      if (!lambdaBehind(Argument))
        addSizes(Argument, Found);
  return Found;
}

bool isAssumption(const CostFactor &Factor) {
  // What is costly for large input alone is so because of a size, too.
  if (Factor.Entry)
    return Factor.Entry->Strict;
  return !Factor.Callee && Factor.Basis != TripCount::Constant &&
         !Factor.Amortised;
}

} // namespace

double stepsOfOneAssumption(const Cost &C) {
  struct Group {
    llvm::SmallVector<Size, 4> Sizes;
    double Count = 1;
  };
  llvm::SmallVector<Group, 4> Groups;
  double All = 1;
  for (const CostFactor &Factor : C.Factors) {
    if (!isAssumption(Factor) || Factor.Count <= 1)
      continue;
    All *= Factor.Count;
    llvm::SmallVector<Size, 4> Sizes = sizesOf(Factor);
    auto *Related = llvm::find_if(Groups, [&](const Group &G) {
      return llvm::any_of(
          Sizes, [&](const Size &S) { return llvm::is_contained(G.Sizes, S); });
    });
    if (Related == Groups.end())
      Related = &Groups.emplace_back();
    Related->Sizes.append(Sizes);
    Related->Count *= Factor.Count;
  }
  double Largest = 1;
  for (const Group &G : Groups)
    Largest = std::max(Largest, G.Count);
  return C.Steps / (All / Largest);
}

} // namespace cotidy
