//===--- BodyCollector.h - the one walk over the AST ------------*- C++ -*-===//
//
// Fills CodeBody for every function and lambda of a translation unit. Internal
// to the model: checks see its result through AsyncModel.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CODE_BODYCOLLECTOR_H
#define COTIDY_MODEL_CODE_BODYCOLLECTOR_H

#include "model/catalogue/Catalogue.h"
#include "model/code/CodeBody.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <deque>

namespace cotidy {

class BodyCollector : public clang::RecursiveASTVisitor<BodyCollector> {
  using Base = clang::RecursiveASTVisitor<BodyCollector>;

public:
  BodyCollector(clang::ASTContext &Ctx, const Catalogue &Known,
                std::deque<CodeBody> &Bodies, std::deque<Guard> &Guards)
      : Ctx(Ctx), Known(Known), Bodies(Bodies), Guards(Guards) {}

  /// Walks the traversal scope of the context.
  void collect();

  /// The body of the lambda \p L, or null.
  CodeBody *lambdaBody(const clang::LambdaExpr *L) const {
    return Lambdas.lookup(L);
  }

  /// The body of the call operator \p F of a lambda, or null.
  CodeBody *lambdaBody(const clang::FunctionDecl *F) const {
    return CallOperators.lookup(F->getCanonicalDecl());
  }

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldWalkTypesOfTypeLocs() const { return false; }

  bool TraverseDecl(clang::Decl *D);
  bool TraverseTypeLoc(clang::TypeLoc, bool = true) { return true; }
  bool TraverseNestedNameSpecifierLoc(clang::NestedNameSpecifierLoc) {
    return true;
  }
  bool TraverseUnaryExprOrTypeTraitExpr(clang::UnaryExprOrTypeTraitExpr *) {
    return true;
  }
  bool TraverseCXXNoexceptExpr(clang::CXXNoexceptExpr *) { return true; }
  bool TraverseCXXTypeidExpr(clang::CXXTypeidExpr *) { return true; }
  bool TraverseRequiresExpr(clang::RequiresExpr *) { return true; }
  bool TraverseConceptSpecializationExpr(clang::ConceptSpecializationExpr *) {
    return true;
  }
  bool TraverseLambdaExpr(clang::LambdaExpr *L);
  bool TraverseCXXCatchStmt(clang::CXXCatchStmt *S);
  bool TraverseIfStmt(clang::IfStmt *S);
  bool TraverseCompoundStmt(clang::CompoundStmt *S);
  bool TraverseConditionalOperator(clang::ConditionalOperator *E);
  bool TraverseBinaryOperator(clang::BinaryOperator *E);
  bool TraverseWhileStmt(clang::WhileStmt *S);
  bool TraverseForStmt(clang::ForStmt *S);
  bool TraverseCXXForRangeStmt(clang::CXXForRangeStmt *S);
  bool TraverseDoStmt(clang::DoStmt *S);

  bool VisitCallExpr(clang::CallExpr *E);
  bool VisitCXXConstructExpr(clang::CXXConstructExpr *E);
  bool VisitVarDecl(clang::VarDecl *Var);
  bool VisitCXXDeleteExpr(clang::CXXDeleteExpr *E);
  bool VisitInitListExpr(clang::InitListExpr *E);
  bool VisitMaterializeTemporaryExpr(clang::MaterializeTemporaryExpr *E);
  bool VisitExprWithCleanups(clang::ExprWithCleanups *E);
  bool TraverseCoawaitExpr(clang::CoawaitExpr *E);
  bool TraverseDependentCoawaitExpr(clang::DependentCoawaitExpr *E);
  bool VisitCoyieldExpr(clang::CoyieldExpr *E);
  bool VisitCoreturnStmt(clang::CoreturnStmt *S);

private:
  void enterBody(const clang::FunctionDecl &F, const clang::LambdaExpr *L,
                 clang::Stmt *Body);
  void addCall(CallSite Site);
  void addLoop(const clang::Stmt *Loop);
  bool runsOnce() const;
  bool traverseAwait(const clang::Expr *E, clang::Expr *Operand);
  void noteResult(const clang::ValueDecl *Target, const clang::Expr *Init);
  void pushGuard(const clang::Expr *Condition, Guard::Result Decided);
  bool traverseGuarded(const clang::Expr *Condition, Guard::Result Decided,
                       clang::Stmt *S);
  void addDefaults(llvm::ArrayRef<const clang::Expr *> Values,
                   clang::SourceRange Where);

  clang::ASTContext &Ctx;
  const Catalogue &Known;
  std::deque<CodeBody> &Bodies;
  std::deque<Guard> &Guards;
  llvm::DenseMap<const clang::LambdaExpr *, CodeBody *> Lambdas;
  llvm::DenseMap<const clang::FunctionDecl *, CodeBody *> CallOperators;
  llvm::DenseMap<const clang::Expr *, const clang::ValueDecl *> Results;
  llvm::SmallPtrSet<const clang::Expr *, 16> AwaitedOperands;
  /// Statements of blocks: the value of an expression among them is dropped.
  llvm::DenseSet<const clang::Stmt *> Discarded;
  CodeBody *Current = nullptr;
  const Guard *CurrentGuard = nullptr;
  unsigned HandlerDepth = 0;
  unsigned AwaitDepth = 0;
  unsigned StaticDepth = 0; ///< in initialisers of static local variables
};

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_BODYCOLLECTOR_H
