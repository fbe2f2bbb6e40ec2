//===--- DynamicRecursiveASTVisitor.h - clang 22's, for 19 ------*- C++ -*-===//
//
// The part of clang 22's header of this name that we use. Its functions are in
// ../../Additions.cpp. A Traverse function that is not virtual yet is a line in
// both.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LLVM_19_DYNAMICRECURSIVEASTVISITOR_H
#define COTIDY_MODEL_LLVM_19_DYNAMICRECURSIVEASTVISITOR_H

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/AST/ExprObjC.h"
#include "clang/AST/ExprOpenMP.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtObjC.h"
#include "clang/AST/StmtOpenACC.h"
#include "clang/AST/StmtOpenMP.h"
#include "clang/AST/TypeLoc.h"

namespace clang {

template <bool IsConst> class DynamicRecursiveASTVisitorBase {
protected:
  template <typename ASTNode>
  using MaybeConst = std::conditional_t<IsConst, const ASTNode, ASTNode>;

public:
  bool ShouldVisitTemplateInstantiations = false;
  bool ShouldWalkTypesOfTypeLocs = true;
  bool ShouldVisitImplicitCode = false;
  bool ShouldVisitLambdaBody = true;

  virtual ~DynamicRecursiveASTVisitorBase() = default;

  bool TraverseAST(MaybeConst<ASTContext> &AST);
  bool TraverseStmt(MaybeConst<Stmt> *S);
  virtual bool TraverseDecl(MaybeConst<Decl> *D);
  virtual bool TraverseLambdaExpr(MaybeConst<LambdaExpr> *S);

  virtual bool VisitDecl(MaybeConst<Decl> *D) { return true; }
#define ABSTRACT_DECL(DECL) DECL
#define DECL(CLASS, BASE)                                                      \
  virtual bool Visit##CLASS##Decl(MaybeConst<CLASS##Decl> *D) { return true; }
#include "clang/AST/DeclNodes.inc"

  virtual bool VisitStmt(MaybeConst<Stmt> *S) { return true; }
#define ABSTRACT_STMT(STMT) STMT
#define STMT(CLASS, PARENT)                                                    \
  virtual bool Visit##CLASS(MaybeConst<CLASS> *S) { return true; }
#include "clang/AST/StmtNodes.inc"

  virtual bool VisitRecordTypeLoc(RecordTypeLoc) { return true; }
};

extern template class DynamicRecursiveASTVisitorBase<false>;
extern template class DynamicRecursiveASTVisitorBase<true>;

using DynamicRecursiveASTVisitor = DynamicRecursiveASTVisitorBase<false>;
using ConstDynamicRecursiveASTVisitor = DynamicRecursiveASTVisitorBase<true>;

} // namespace clang

#endif // COTIDY_MODEL_LLVM_19_DYNAMICRECURSIVEASTVISITOR_H
