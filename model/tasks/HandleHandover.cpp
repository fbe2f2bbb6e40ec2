#include "model/tasks/HandleHandover.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopExit.h"
#include "clang/AST/ASTContext.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
namespace {

bool isHandle(QualType T) {
  const CXXRecordDecl *Class = T.getNonReferenceType()->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getIdentifier() &&
         Class->getName() == "coroutine_handle";
}

bool soundsLikeQueue(const FunctionDecl &F) {
  if (!F.getIdentifier())
    return false;
  std::string Name = F.getName().lower();
  return llvm::any_of(
      llvm::ArrayRef<StringRef>{"post", "enqueue", "schedule", "submit",
                                "execute", "dispatch", "defer", "spawn"},
      [&](StringRef Part) { return StringRef(Name).contains(Part); });
}

class HandoverSearch {
public:
  HandoverSearch(const CodeBody &Body, const ParmVarDecl &Handle,
                 const AsyncModel &Model, bool Queues)
      : Body(Body), Handle(Handle), Model(Model), Queues(Queues) {}

  std::optional<Handover> run() {
    for (const BodyCall &Call : Body.Calls)
      if (Call.Site.E)
        if (std::optional<Handover::Kind> How = handsOver(Call))
          Handovers.push_back({*How, Call.Site.E, nullptr});
    if (Handovers.empty())
      return std::nullopt;
    CFG::BuildOptions Options;
    Options.setAllAlwaysAdd();
    std::unique_ptr<CFG> Graph =
        CFG::buildCFG(Body.Function, const_cast<Stmt *>(Body.Body),
                      &Model.context(), Options);
    if (!Graph)
      return std::nullopt;
    for (Handover &Found : Handovers)
      if ((Found.Use = firstUseBehind(*Found.Call, *Graph)))
        return Found;
    return std::nullopt;
  }

private:
  /// Looks through what makes another object of the handle or closure \p E: a
  /// handle without promise type, a `std::function`.
  static const Expr *unwrap(const Expr *E) {
    while (E) {
      E = stripTransparent(E);
      if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
          Construct && Construct->getNumArgs() >= 1)
        E = Construct->getArg(0);
      else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
               Call &&
               isa_and_nonnull<CXXConversionDecl>(Call->getMethodDecl()))
        E = Call->getImplicitObjectArgument();
      else
        break;
    }
    return E;
  }

  bool isTheHandle(const Expr *E) const {
    return E && namedObject(unwrap(E)) == &Handle;
  }

  bool captures(const Expr *E) const {
    const LambdaExpr *Lambda = E ? lambdaBehind(unwrap(E)) : nullptr;
    return Lambda &&
           llvm::any_of(Lambda->captures(), [&](const LambdaCapture &Capture) {
             if (!Capture.capturesVariable())
               return false;
             const auto *Var = dyn_cast<VarDecl>(Capture.getCapturedVar());
             return Var == &Handle || (Var && Var->isInitCapture() &&
                                       isTheHandle(Var->getInit()));
           });
  }

  LambdaUse useOf(const Expr *E) const {
    const LambdaExpr *Lambda = lambdaBehind(unwrap(E));
    for (const CodeBody &Other : Model.bodies())
      if (Other.Lambda == Lambda)
        return Other.Use;
    return LambdaUse::Unknown;
  }

  std::optional<Handover::Kind> handsOver(const BodyCall &Call) const {
    const FunctionDecl &Callee = *Call.Site.Callee;
    if (isTheHandle(Call.Site.Receiver) &&
        (Callee.getOverloadedOperator() == OO_Call ||
         (Callee.getIdentifier() && Callee.getName() == "resume")))
      return Handover::Resumed;
    for (const Expr *Argument : Call.Site.Args) {
      bool Captured = captures(Argument);
      if (Captured && useOf(Argument) == LambdaUse::Offloaded)
        return Handover::Offloaded;
      if (Queues && (Captured || isTheHandle(Argument)) &&
          soundsLikeQueue(Callee))
        return Handover::Queued;
    }
    return std::nullopt;
  }

  const Expr *firstUseBehind(const Expr &Call, const CFG &Graph) const {
    llvm::SmallVector<std::pair<const CFGBlock *, size_t>, 8> Pending;
    for (const CFGBlock *Block : Graph)
      for (size_t I = 0; I < Block->size(); ++I)
        if (std::optional<CFGStmt> S = (*Block)[I].getAs<CFGStmt>();
            S && S->getStmt() == &Call)
          Pending.push_back({Block, I + 1});
    llvm::SmallPtrSet<const CFGBlock *, 16> Seen;
    while (!Pending.empty()) {
      auto [Block, Index] = Pending.pop_back_val();
      for (; Index < Block->size(); ++Index)
        if (std::optional<CFGStmt> S = (*Block)[Index].getAs<CFGStmt>())
          if (const auto *This = dyn_cast<CXXThisExpr>(S->getStmt()))
            return whole(*This);
      for (const CFGBlock *Next : Block->succs())
        if (Next && Seen.insert(Next).second)
          Pending.push_back({Next, 0});
    }
    return nullptr;
  }

  /// The member access that \p This stands in.
  const Expr *whole(const CXXThisExpr &This) const {
    const Stmt *Parent = Body.parents().getParent(&This);
    while (isa_and_nonnull<ImplicitCastExpr>(Parent))
      Parent = Body.parents().getParent(Parent);
    if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent))
      return Member;
    return &This;
  }

  const CodeBody &Body;
  const ParmVarDecl &Handle;
  const AsyncModel &Model;
  const bool Queues;
  llvm::SmallVector<Handover, 2> Handovers;
};

} // namespace

std::optional<Handover> useAfterHandover(const CodeBody &AwaitSuspend,
                                         const AsyncModel &Model, bool Queues) {
  if (AwaitSuspend.Dependent || AwaitSuspend.Function->param_empty() ||
      !isHandle(AwaitSuspend.Function->getParamDecl(0)->getType()))
    return std::nullopt;
  return HandoverSearch(AwaitSuspend, *AwaitSuspend.Function->getParamDecl(0),
                        Model, Queues)
      .run();
}

} // namespace cotidy
