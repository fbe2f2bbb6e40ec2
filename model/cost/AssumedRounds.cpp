#include "model/cost/AssumedRounds.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include <limits>

using namespace clang;

namespace cotidy {

/// A loop over threads has as many rounds as a process has threads: tens.
constexpr double AssumedThreads = 16;

/// std::thread and the like, or a container of them.
static bool holdsThreads(QualType Type, unsigned Depth = 3) {
  const CXXRecordDecl *Class =
      Type.isNull() ? nullptr
                    : Type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !Class->getIdentifier() || Depth == 0)
    return false;
  if (Class->getName() == "thread" || Class->getName() == "jthread")
    return inStandardLibrary(*Class) ||
           Class->getQualifiedNameAsString() == "boost::thread";
  const auto *Template = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  return Template && inStandardLibrary(*Template) &&
         Template->getTemplateArgs().size() != 0 &&
         Template->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
         holdsThreads(Template->getTemplateArgs()[0].getAsType(), Depth - 1);
}

/// Whether a round of a loop with the body \p S starts or joins threads.
static bool handlesThreads(const Stmt *S, const ASTContext &Ctx) {
  if (!S)
    return false;
  if (const auto *E = dyn_cast<Expr>(S); E && holdsThreads(E->getType()))
    return true;
  return llvm::any_of(evaluatedChildren(*S, Ctx), [&](const Stmt *Child) {
    return handlesThreads(Child, Ctx);
  });
}

/// What an element of a range holds is few beside the range: a page of posts
/// has tens of tags each, not as many as it has posts.
constexpr double AssumedPerElement = 32;

/// Looks through casts, and through constant variables at what they are set to.
static const Expr *origin(const Expr *E) {
  for (unsigned Depth = 0; E && Depth < 4; ++Depth) {
    E = E->IgnoreParenImpCasts();
    while (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
      E = Cast->getSubExpr()->IgnoreParenImpCasts();
    const auto *Ref = dyn_cast<DeclRefExpr>(E);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!Var || !Var->isLocalVarDecl() || !Var->getType().isConstQualified() ||
        !Var->getInit())
      return E;
    E = Var->getInit();
  }
  return E;
}

/// `x` where \p E is `x.size()`.
static const Expr *sizedBy(const Expr *E) {
  const auto *Size = dyn_cast_or_null<CXXMemberCallExpr>(E);
  return Size && memberCallee(*Size) == "size"
             ? Size->getImplicitObjectArgument()
             : nullptr;
}

/// The container or range that \p Loop walks over, by iterators that nobody
/// sees or by an index below its size; or null. \p Capped: no further than to
/// something else.
static const Expr *walkedOver(const Stmt &Loop, bool &Capped) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Range->getRangeInit();
  const auto *For = dyn_cast<ForStmt>(&Loop);
  const auto *Compared = dyn_cast_or_null<BinaryOperator>(
      For && For->getCond() ? For->getCond()->IgnoreParenImpCasts() : nullptr);
  if (!Compared || !Compared->isComparisonOp())
    return nullptr;
  const Expr *Limit = origin(Compared->getRHS());
  if (const Expr *Whole = sizedBy(Limit))
    return Whole;
  const auto *Least = dyn_cast_or_null<CallExpr>(
      Limit ? Limit->IgnoreUnlessSpelledInSource() : nullptr);
  if (!Least || standardCallee(*Least) != "min")
    return nullptr;
  for (const Expr *Argument : writtenArguments(*Least))
    if (const Expr *Whole = sizedBy(Argument->IgnoreUnlessSpelledInSource())) {
      Capped = true;
      return Whole;
    }
  return nullptr;
}

bool isCappedSize(const Stmt &Loop) {
  bool Capped = false;
  return walkedOver(Loop, Capped) && Capped;
}

/// Whether \p Loop has a variable of its own named \p E: its element or index.
static bool isVariableOf(const Stmt &Loop, const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(stripTransparent(E));
  const ValueDecl *Named = Ref ? Ref->getDecl() : nullptr;
  if (const auto *Binding = dyn_cast_or_null<BindingDecl>(Named))
    Named = Binding->getDecomposedDecl();
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Named && Named == Range->getLoopVariable();
  const auto *For = dyn_cast<ForStmt>(&Loop);
  const auto *Init = dyn_cast_or_null<DeclStmt>(For ? For->getInit() : nullptr);
  return Named && Init && llvm::is_contained(Init->decls(), Named);
}

/// Whether \p Whole is a part of the element that \p Around looks at, as
/// \c post.tags or \c post.tags() is in a loop over posts, or
/// \c posts[i].tags.
static bool isPartOfElement(const Expr &Whole, const Stmt &Around) {
  bool Part = false;
  const Expr *E = stripTransparent(&Whole);
  while (true) {
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
    OverloadedOperatorKind Kind = Operator ? Operator->getOperator() : OO_None;
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      Part = true;
      E = Member->getBase();
    } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
      Part = true;
      E = Call->getImplicitObjectArgument();
    } else if (Kind == OO_Arrow || Kind == OO_Star) {
      E = Operator->getArg(0);
    } else if (Kind == OO_Subscript && Operator->getNumArgs() == 2) {
      return Part && isVariableOf(Around, Operator->getArg(1));
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      return Part && isVariableOf(Around, Subscript->getIdx());
    } else if (const auto *Deref = dyn_cast<UnaryOperator>(E);
               Deref && Deref->getOpcode() == UO_Deref) {
      E = Deref->getSubExpr();
    } else {
      // `for (auto &[author, posts] : authors)` names parts of the element.
      const auto *Ref = dyn_cast<DeclRefExpr>(E);
      Part |= Ref && isa<BindingDecl>(Ref->getDecl());
      return Part && isa<CXXForRangeStmt>(Around) && isVariableOf(Around, E);
    }
    E = stripTransparent(E);
  }
}

double assumedRounds(const Stmt &Loop, ArrayRef<EnclosingLoop> Around,
                     const ASTContext &Ctx) {
  double Most = std::numeric_limits<double>::infinity();
  bool Capped = false;
  const Expr *Whole = walkedOver(Loop, Capped);
  if (Whole && llvm::any_of(Around, [&](const EnclosingLoop &Outer) {
        return isPartOfElement(*Whole, *Outer.Loop);
      }))
    Most = AssumedPerElement;
  return handlesThreads(loopBody(Loop), Ctx) ? std::min(Most, AssumedThreads)
                                             : Most;
}

} // namespace cotidy
