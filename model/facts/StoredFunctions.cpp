#include "model/facts/StoredFunctions.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {

const FunctionDecl *functionValue(const Expr *E) {
  if (!E)
    return nullptr;
  E = stripTransparent(E);
  if (const auto *Address = dyn_cast<UnaryOperator>(E);
      Address && Address->getOpcode() == UO_AddrOf)
    E = stripTransparent(Address->getSubExpr());
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    return Lambda->getCallOperator();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return dyn_cast<FunctionDecl>(Ref->getDecl());
  // The wrapper is built around the function.
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
      Construct && Construct->getNumArgs() >= 1)
    return functionValue(Construct->getArg(0));
  if (const auto *List = dyn_cast<InitListExpr>(E);
      List && List->getNumInits() == 1)
    return functionValue(List->getInit(0));
  return nullptr;
}

namespace {

class StoreVisitor : public RecursiveASTVisitor<StoreVisitor> {
public:
  std::vector<std::pair<const ValueDecl *, const FunctionDecl *>> Found;

  explicit StoreVisitor(const SourceManager &SM) : SM(SM) {}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }

  bool TraverseDecl(Decl *D) {
    if (D && D->getDeclContext() && D->getDeclContext()->isTranslationUnit() &&
        SM.isInSystemHeader(D->getLocation()))
      return true;
    return RecursiveASTVisitor::TraverseDecl(D);
  }

  bool VisitVarDecl(VarDecl *Var) {
    // The parameter's default is an argument, not a store.
    if (!isa<ParmVarDecl>(Var))
      add(Var, Var->getInit());
    return true;
  }
  bool VisitFieldDecl(FieldDecl *Field) {
    add(Field, Field->getInClassInitializer());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isAssignmentOp())
      add(namedObject(E->getLHS()), E->getRHS());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *E) {
    if (E->getOperator() == OO_Equal && E->getNumArgs() == 2)
      add(namedObject(E->getArg(0)), E->getArg(1));
    return true;
  }
  bool TraverseConstructorInitializer(CXXCtorInitializer *Init) {
    if (Init->isAnyMemberInitializer())
      add(Init->getAnyMember(), Init->getInit());
    return RecursiveASTVisitor::TraverseConstructorInitializer(Init);
  }
  bool VisitInitListExpr(InitListExpr *List) {
    const InitListExpr *Whole =
        List->isSemanticForm() ? List : List->getSemanticForm();
    const RecordDecl *Record =
        Whole ? Whole->getType()->getAsRecordDecl() : nullptr;
    // A list may initialize a class that is still being declared, or that a
    // template leaves incomplete.
    Record = Record ? Record->getDefinition() : nullptr;
    if (!Record || Record->isUnion())
      return true;
    unsigned Index = 0;
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
      Index = Class->getNumBases();
    for (const FieldDecl *Field : Record->fields()) {
      if (Field->isUnnamedBitField())
        continue;
      if (Index >= Whole->getNumInits())
        break;
      add(Field, Whole->getInit(Index++));
    }
    return true;
  }

private:
  void add(const ValueDecl *In, const Expr *Value) {
    if (In)
      if (const FunctionDecl *F = functionValue(Value))
        Found.push_back({In, F});
  }

  const SourceManager &SM;
};

} // namespace

std::vector<std::pair<const ValueDecl *, const FunctionDecl *>>
storedFunctions(const ASTContext &Ctx) {
  StoreVisitor Visitor(Ctx.getSourceManager());
  for (Decl *D : Ctx.getTraversalScope())
    Visitor.TraverseDecl(D);
  return std::move(Visitor.Found);
}

} // namespace cotidy
