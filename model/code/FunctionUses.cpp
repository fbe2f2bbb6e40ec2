#include "model/code/FunctionUses.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace cotidy {

/// What stands for \p F, all its redeclarations and instantiations.
static const FunctionDecl *keyOf(const FunctionDecl &F) {
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  return (Pattern ? Pattern : &F)->getCanonicalDecl();
}

static const Decl *resultClass(const FunctionDecl &F) {
  QualType Result = F.getReturnType();
  if (const auto *Specialization = Result->getAs<TemplateSpecializationType>())
    if (const TemplateDecl *Template =
            Specialization->getTemplateName().getAsTemplateDecl();
        isa_and_nonnull<ClassTemplateDecl>(Template))
      return Template->getCanonicalDecl();
  const CXXRecordDecl *Class = Result->getAsCXXRecordDecl();
  if (const auto *Specialization =
          dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class))
    return Specialization->getSpecializedTemplate()->getCanonicalDecl();
  return Class ? Class->getCanonicalDecl() : nullptr;
}

class FunctionUses::Visitor : public DynamicRecursiveASTVisitor {
public:
  Visitor(FunctionUses &Result, const SourceManager &SM)
      : Result(Result), SM(SM) {
    ShouldVisitTemplateInstantiations = true;
  }

  bool TraverseDecl(Decl *D) override {
    if (D && D->getDeclContext() && D->getDeclContext()->isTranslationUnit() &&
        SM.isInSystemHeader(D->getLocation()))
      return true;
    return DynamicRecursiveASTVisitor::TraverseDecl(D);
  }

  bool VisitFunctionDecl(FunctionDecl *F) override {
    if (F->getIdentifier()) {
      auto &Others = Result.Named[F->getName()];
      if (!llvm::is_contained(Others, keyOf(*F)))
        Others.push_back(keyOf(*F));
    }
    return true;
  }

  bool VisitCoawaitExpr(CoawaitExpr *E) override {
    if (const auto *Call =
            dyn_cast<CallExpr>(stripTransparent(E->getOperand())))
      AwaitedCalls.insert(Call);
    return true;
  }

  bool VisitDependentCoawaitExpr(DependentCoawaitExpr *E) override {
    if (const auto *Call =
            dyn_cast<CallExpr>(stripTransparent(E->getOperand())))
      AwaitedCalls.insert(Call);
    return true;
  }

  bool VisitCallExpr(CallExpr *E) override {
    const FunctionDecl *Callee = E->getDirectCallee();
    if (!Callee)
      return true;
    Callees.insert(E->getCallee()->IgnoreParenImpCasts());
    FunctionUse &Use = Result.Uses[keyOf(*Callee)];
    if (AwaitedCalls.contains(E))
      Use.Awaited.push_back(E);
    else if (!Use.Other)
      Use.Other = E;
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *E) override {
    mention(*E, E->getDecl());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *E) override {
    mention(*E, E->getMemberDecl());
    return true;
  }

  bool
  VisitCXXDependentScopeMemberExpr(CXXDependentScopeMemberExpr *E) override {
    return depend(E->getMember());
  }
  bool VisitDependentScopeDeclRefExpr(DependentScopeDeclRefExpr *E) override {
    return depend(E->getDeclName());
  }
  bool VisitOverloadExpr(OverloadExpr *E) override {
    return depend(E->getName());
  }

private:
  void mention(const Expr &E, const ValueDecl *D) {
    if (const auto *F = dyn_cast<FunctionDecl>(D);
        F && !Callees.contains(&E) && !Result.Uses[keyOf(*F)].Other)
      Result.Uses[keyOf(*F)].Other = &E;
  }

  bool depend(DeclarationName Name) {
    if (const IdentifierInfo *II = Name.getAsIdentifierInfo())
      Result.Dependent.insert(II->getName());
    return true;
  }

  FunctionUses &Result;
  const SourceManager &SM;
  llvm::DenseSet<const Expr *> AwaitedCalls, Callees;
};

FunctionUses::FunctionUses(ASTContext &Ctx) {
  Visitor Reader(*this, Ctx.getSourceManager());
  for (Decl *D : Ctx.getTraversalScope())
    Reader.TraverseDecl(D);
}

const FunctionUse &FunctionUses::of(const FunctionDecl &F) const {
  static const FunctionUse None;
  auto It = Uses.find(keyOf(F));
  return It == Uses.end() ? None : It->second;
}

bool FunctionUses::hasSibling(const FunctionDecl &F) const {
  if (!F.getIdentifier())
    return true;
  auto It = Named.find(F.getName());
  return It != Named.end() &&
         llvm::any_of(It->second, [&](const FunctionDecl *Other) {
           return Other != keyOf(F) && resultClass(*Other) == resultClass(F);
         });
}

} // namespace cotidy
