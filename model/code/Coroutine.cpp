#include "model/code/Coroutine.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace cotidy {

const Stmt *writtenBody(const FunctionDecl &F) {
  if (F.hasSkippedBody())
    return nullptr;
  const Stmt *Body = F.getBody();
  if (const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    return Coroutine->getBody();
  return Body;
}

const CXXRecordDecl *promiseOf(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CoroutineBodyStmt>(
      F.hasSkippedBody() ? nullptr : F.getBody());
  if (!Body || !Body->getPromiseDecl())
    return nullptr;
  return Body->getPromiseDecl()->getType()->getAsCXXRecordDecl();
}

namespace {

/// Finds the await at a place and tells whether its operand is dependent.
class AwaitAt : public RecursiveASTVisitor<AwaitAt> {
public:
  explicit AwaitAt(SourceLocation Where) : Where(Where) {}
  bool VisitCoawaitExpr(CoawaitExpr *E) { return look(*E, E->getOperand()); }
  bool VisitDependentCoawaitExpr(DependentCoawaitExpr *E) {
    return look(*E, E->getOperand());
  }

  bool Dependent = false;

private:
  bool look(const Expr &Await, const Expr *Operand) {
    if (Await.getExprLoc() != Where)
      return true;
    Dependent = Operand->isTypeDependent();
    return false;
  }

  SourceLocation Where;
};

} // namespace

bool awaitsTemplateChoice(const FunctionDecl &F, const CoawaitExpr &Await) {
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  const Stmt *Body = Pattern ? writtenBody(*Pattern) : nullptr;
  if (!Body)
    return false;
  AwaitAt Search(Await.getExprLoc());
  Search.TraverseStmt(const_cast<Stmt *>(Body));
  return Search.Dependent;
}

namespace {

/// Which coroutine keywords a body has, nested lambdas left out.
class KeywordScan : public RecursiveASTVisitor<KeywordScan> {
public:
  bool Await = false, Yield = false, Return = false;
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool TraverseDecl(Decl *D) {
    return isa_and_nonnull<TagDecl>(D)
               ? true
               : RecursiveASTVisitor<KeywordScan>::TraverseDecl(D);
  }
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }
  bool VisitCoawaitExpr(CoawaitExpr *) { return !(Await = true); }
  bool VisitDependentCoawaitExpr(DependentCoawaitExpr *) {
    return !(Await = true);
  }
  bool VisitCoyieldExpr(CoyieldExpr *) { return Yield = true; }
  bool VisitCoreturnStmt(CoreturnStmt *) { return Return = true; }
};

bool hasMemberNamed(const CXXRecordDecl &Record, StringRef Name) {
  ASTContext &Ctx = Record.getASTContext();
  return Record.hasDefinition() && Record.hasMemberName(&Ctx.Idents.get(Name));
}

bool cannotAwait(const CXXRecordDecl &Promise) {
  ASTContext &Ctx = Promise.getASTContext();
  bool Any = false;
  for (const NamedDecl *Found :
       Promise.lookup(&Ctx.Idents.get("await_transform"))) {
    const auto *F = Found->getAsFunction();
    if (!F || !F->isDeleted())
      return false;
    Any = true;
  }
  return Any;
}

} // namespace

BodyKind bodyKind(const FunctionDecl &F, const Stmt *Body,
                  const Catalogue &Known) {
  bool IsCoroutine = isa_and_nonnull<CoroutineBodyStmt>(F.getBody());
  if (!IsCoroutine && !F.isDependentContext())
    return BodyKind::Plain;

  KeywordScan Keywords;
  Keywords.TraverseStmt(const_cast<Stmt *>(Body));
  if (!IsCoroutine && !Keywords.Await && !Keywords.Yield && !Keywords.Return)
    return BodyKind::Plain;

  const CXXRecordDecl *Result = F.getReturnType()->getAsCXXRecordDecl();
  if (Result)
    if (const RuntimeType *Type = Known.type(*Result)) {
      if (Type->Kind == TypeKind::Generator)
        return BodyKind::Generator;
      if (Type->Kind == TypeKind::AsyncGenerator)
        return BodyKind::Coroutine;
    }
  if (Keywords.Await || !Keywords.Yield)
    return BodyKind::Coroutine;
  const CXXRecordDecl *Promise = promiseOf(F);
  if (Promise && cannotAwait(*Promise))
    return BodyKind::Generator;
  bool Iterable = Result && hasMemberNamed(*Result, "begin") &&
                  hasMemberNamed(*Result, "end");
  return Iterable ? BodyKind::Generator : BodyKind::Coroutine;
}

bool isPromiseMember(const CXXMethodDecl &Member) {
  return llvm::any_of(
      Member.getParent()->methods(), [&](const CXXMethodDecl *Method) {
        return Method->getDeclName() != Member.getDeclName() &&
               Method->getIdentifier() &&
               llvm::is_contained(
                   llvm::ArrayRef<StringRef>{"initial_suspend", "final_suspend",
                                             "unhandled_exception",
                                             "get_return_object", "return_void",
                                             "return_value"},
                   Method->getName());
      });
}

} // namespace cotidy
