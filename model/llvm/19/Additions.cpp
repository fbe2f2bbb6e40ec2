//===--- Additions.cpp - what the headers here add to LLVM 19 -------------===//
//===----------------------------------------------------------------------===//
#include "model/llvm/Compat.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/DiagnosticOptions.h"

using namespace clang;

namespace {

/// Hands all that a RecursiveASTVisitor is asked to do on to \p Visitor.
template <bool IsConst>
class Forwarder : public RecursiveASTVisitor<Forwarder<IsConst>> {
  using Base = RecursiveASTVisitor<Forwarder>;

public:
  explicit Forwarder(DynamicRecursiveASTVisitorBase<IsConst> &Visitor)
      : Visitor(Visitor) {}

  bool shouldVisitTemplateInstantiations() const {
    return Visitor.ShouldVisitTemplateInstantiations;
  }
  bool shouldWalkTypesOfTypeLocs() const {
    return Visitor.ShouldWalkTypesOfTypeLocs;
  }
  bool shouldVisitImplicitCode() const {
    return Visitor.ShouldVisitImplicitCode;
  }
  bool shouldVisitLambdaBody() const { return Visitor.ShouldVisitLambdaBody; }

  bool TraverseDecl(Decl *D) { return Visitor.TraverseDecl(D); }
  bool TraverseLambdaExpr(LambdaExpr *S) {
    return Visitor.TraverseLambdaExpr(S);
  }
  bool walkDecl(Decl *D) { return Base::TraverseDecl(D); }
  bool walkLambdaExpr(LambdaExpr *S) { return Base::TraverseLambdaExpr(S); }

  bool VisitDecl(Decl *D) { return Visitor.VisitDecl(D); }
#define ABSTRACT_DECL(DECL) DECL
#define DECL(CLASS, BASE)                                                      \
  bool Visit##CLASS##Decl(CLASS##Decl *D) {                                    \
    return Visitor.Visit##CLASS##Decl(D);                                      \
  }
#include "clang/AST/DeclNodes.inc"

  bool VisitStmt(Stmt *S) { return Visitor.VisitStmt(S); }
#define ABSTRACT_STMT(STMT) STMT
#define STMT(CLASS, PARENT)                                                    \
  bool Visit##CLASS(CLASS *S) { return Visitor.Visit##CLASS(S); }
#include "clang/AST/StmtNodes.inc"

  bool VisitRecordTypeLoc(RecordTypeLoc T) {
    return Visitor.VisitRecordTypeLoc(T);
  }

private:
  DynamicRecursiveASTVisitorBase<IsConst> &Visitor;
};

/// Hands a diagnostic to a function instead of showing it.
class CallingConsumer final : public DiagnosticConsumer {
public:
  explicit CallingConsumer(llvm::function_ref<void(const Diagnostic &)> Use)
      : Use(Use) {}
  void HandleDiagnostic(DiagnosticsEngine::Level,
                        const Diagnostic &D) override {
    Use(D);
  }

private:
  llvm::function_ref<void(const Diagnostic &)> Use;
};

/// The visitors that take const nodes change nothing, clang's walk does not
/// know that.
template <typename Node> Node *mutableNode(const Node *N) {
  return const_cast<Node *>(N);
}

} // namespace

template <bool IsConst>
bool DynamicRecursiveASTVisitorBase<IsConst>::TraverseAST(
    MaybeConst<ASTContext> &AST) {
  return Forwarder<IsConst>(*this).TraverseAST(const_cast<ASTContext &>(AST));
}

template <bool IsConst>
bool DynamicRecursiveASTVisitorBase<IsConst>::TraverseStmt(
    MaybeConst<Stmt> *S) {
  return Forwarder<IsConst>(*this).TraverseStmt(mutableNode(S));
}

template <bool IsConst>
bool DynamicRecursiveASTVisitorBase<IsConst>::TraverseDecl(
    MaybeConst<Decl> *D) {
  return Forwarder<IsConst>(*this).walkDecl(mutableNode(D));
}

template <bool IsConst>
bool DynamicRecursiveASTVisitorBase<IsConst>::TraverseLambdaExpr(
    MaybeConst<LambdaExpr> *S) {
  return Forwarder<IsConst>(*this).walkLambdaExpr(mutableNode(S));
}

template class clang::DynamicRecursiveASTVisitorBase<false>;
template class clang::DynamicRecursiveASTVisitorBase<true>;

void cotidy::withDiagnosticAt(
    const DiagnosticsEngine &Engine, SourceLocation Loc,
    llvm::function_ref<void(const Diagnostic &)> Use) {
  CallingConsumer Consumer(Use);
  DiagnosticsEngine Reporter(Engine.getDiagnosticIDs(), new DiagnosticOptions,
                             &Consumer, /*ShouldOwnClient=*/false);
  Reporter.setSourceManager(&Engine.getSourceManager());
  // An error is handed on from a system header too.
  Reporter.Report(Loc, Reporter.getCustomDiagID(DiagnosticsEngine::Error, ""));
}
