#include "model/tasks/VisibleEffects.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "model/tasks/SharedParts.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

class EffectSearch {
public:
  explicit EffectSearch(const AsyncModel &Model)
      : Model(Model), Ctx(Model.context()) {}

  bool isIn(const FunctionDecl &F, unsigned Depth = 0) {
    constexpr unsigned MaxDepth = 4;
    const FunctionDecl *Definition = definitionOf(F);
    return Definition && Seen.insert(Definition).second &&
           (Depth == MaxDepth || isIn(writtenBody(*Definition), Depth));
  }

private:
  bool isInLibrary(const Decl &D) const {
    return Ctx.getSourceManager().isInSystemHeader(D.getLocation());
  }

  /// The body without what the compiler adds to a coroutine's.
  static const Stmt &writtenBody(const FunctionDecl &Definition) {
    const Stmt *Body = Definition.getBody();
    if (const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Body))
      Body = Coroutine->getBody();
    return *Body;
  }

  /// Bodies in system headers are not always there.
  const FunctionDecl *definitionOf(const FunctionDecl &F) const {
    const FunctionDecl *Definition = nullptr;
    return F.hasBody(Definition) && !isInLibrary(*Definition) ? Definition
                                                              : nullptr;
  }

  bool isIn(const Stmt &S, unsigned Depth) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&S);
        Ref && isShared(*Ref->getDecl()))
      return true;
    if (const auto *Member = dyn_cast<MemberExpr>(&S);
        Member && isShared(*Member->getMemberDecl()))
      return true;
    if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&S)) {
      const auto *Call =
          dyn_cast<CallExpr>(stripTransparent(Suspend->getOperand()));
      return (Call && Call->getDirectCallee() &&
              Suspend->getType()->isVoidType() &&
              isForItsEffect(*Call->getDirectCallee())) ||
             isIn(*Suspend->getOperand(), Depth);
    }
    if (isa<CallExpr, CXXConstructExpr>(S) && isInCall(cast<Expr>(S), Depth))
      return true;
    return llvm::any_of(S.children(), [&](const Stmt *Child) {
      return Child && isIn(*Child, Depth);
    });
  }

  bool isShared(const ValueDecl &D) const {
    const auto *Var = dyn_cast<VarDecl>(&D);
    return Var && Var->hasGlobalStorage() && !Var->isConstexpr() &&
           !Var->getType().isConstQualified();
  }

  bool isInCall(const Expr &E, unsigned Depth) {
    if (std::optional<CallSite> Site = CallSite::of(&E);
        Site && Model.catalogue().blocking(*Site, Ctx))
      return true;
    const auto *Call = dyn_cast<CallExpr>(&E);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || inStandardLibrary(*Callee))
      return false;
    return (Call->getType()->isVoidType() && isForItsEffect(*Callee)) ||
           givesSharedObject(*Callee) || isIn(*Callee, Depth + 1);
  }

  /// Whether \p F, which gives no value, acts on something that its parameters
  /// do not show. Members act on their own object.
  bool isForItsEffect(const FunctionDecl &F) const {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    return !definitionOf(F) && !isInLibrary(F) &&
           !(Method && Method->isInstance());
  }

  /// `connection &primary();`
  bool givesSharedObject(const FunctionDecl &F) const {
    QualType Result = F.getReturnType();
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (definitionOf(F) || isInLibrary(F) || !F.param_empty() ||
        (Method && Method->isInstance()))
      return false;
    SharedParts Parts;
    Parts.add(Result, Ctx);
    return !Model.awaitables().find(Result) && Parts.leadElsewhere();
  }

  const AsyncModel &Model;
  const ASTContext &Ctx;
  llvm::SmallPtrSet<const FunctionDecl *, 8> Seen;
};

} // namespace

bool hasVisibleEffects(const FunctionDecl &F, const AsyncModel &Model) {
  return EffectSearch(Model).isIn(F);
}

} // namespace cotidy
