#include "fixits/YieldInLoop.h"
#include "fixits/AwaitPlace.h"
#include "fixits/HeaderInsertion.h"
#include "fixits/StatementEnd.h"
#include "fixits/TextParts.h"
#include "model/code/LoopExit.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {
namespace {

class SharedState final : public ConstDynamicRecursiveASTVisitor {
public:
  bool Found = false;

  bool VisitCXXThisExpr(const CXXThisExpr *) override { return stop(); }
  bool VisitUnaryOperator(const UnaryOperator *E) override {
    return E->getOpcode() == UO_Deref ? stop() : true;
  }
  bool VisitMemberExpr(const MemberExpr *E) override {
    return E->isArrow() ? stop() : true;
  }
  bool VisitDeclRefExpr(const DeclRefExpr *E) override {
    const auto *Var = dyn_cast<VarDecl>(E->getDecl());
    if (!Var || Var->getType().isConstQualified())
      return true;
    // The reference of a range-based loop leads to the range, which is named.
    bool OfLoop = Var->isImplicit() || Var->isCXXForRangeDecl();
    return Var->hasLocalStorage() &&
                   (OfLoop || !Var->getType()->isReferenceType())
               ? true
               : stop();
  }

private:
  bool stop() {
    Found = true;
    return false;
  }
};

} // namespace

bool namesSharedState(const Stmt &S) {
  SharedState Visitor;
  Visitor.TraverseStmt(&S);
  return Visitor.Found;
}

std::optional<Fix> planYield(const Stmt &Loop, const CodeBody &Body,
                             const FixTarget &Target, const AsyncModel &Model) {
  const Stmt *Round = isLoop(&Loop) ? loopBody(Loop) : nullptr;
  if (!Target.Yield || !Round || Body.Kind != BodyKind::Coroutine ||
      Body.Dependent || Loop.getBeginLoc().isMacroID() ||
      Round->getBeginLoc().isMacroID() || Round->getEndLoc().isMacroID())
    return std::nullopt;
  for (const Stmt *S = &Loop; S != Body.Body; S = Body.parents().getParent(S))
    if (!S || isa<CXXCatchStmt, LambdaExpr, StmtExpr>(S))
      return std::nullopt;

  const ASTContext &Ctx = Model.context();
  const SourceManager &SM = Ctx.getSourceManager();
  Fix F;
  F.Title = Target.Yield->Title;
  if (const auto *Block = dyn_cast<CompoundStmt>(Round)) {
    F.Edits.push_back(insertFirst(*Block, Target.Yield->Text, Ctx));
  } else {
    SourceLocation Behind = behindStatement(*Round, SM, Ctx.getLangOpts());
    if (Behind.isInvalid())
      return std::nullopt;
    F.Edits.push_back(FixItHint::CreateInsertion(
        Round->getBeginLoc(), "{ " + Target.Yield->Text + " "));
    F.Edits.push_back(FixItHint::CreateInsertion(Behind, " }"));
  }
  addHeaders(F, Loop.getBeginLoc(), Target.Yield->Headers, Target.Umbrellas,
             SM);
  return F;
}

} // namespace cotidy
