#include "model/tasks/StartedTask.h"
#include "model/code/Coroutine.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"

using namespace clang;

namespace cotidy {
namespace {

/// Looks for `co_await` of a parameter.
class AwaitsParameter : public ConstDynamicRecursiveASTVisitor {
public:
  explicit AwaitsParameter(const ParmVarDecl &Parameter)
      : Parameter(Parameter) {}

  bool VisitCoawaitExpr(const CoawaitExpr *Await) override {
    return look(Await->getOperand());
  }
  bool VisitDependentCoawaitExpr(const DependentCoawaitExpr *Await) override {
    return look(Await->getOperand());
  }

  bool Found = false;

private:
  bool look(const Expr *Operand) {
    const auto *Ref = dyn_cast<DeclRefExpr>(stripTransparent(Operand));
    Found |= Ref && Ref->getDecl() == &Parameter;
    return !Found;
  }

  const ParmVarDecl &Parameter;
};

/// The index of the parameter that the coroutine \p F takes over and awaits.
std::optional<unsigned> awaitedParameter(const FunctionDecl &F,
                                         const AsyncModel &Model) {
  const FunctionDecl *Definition = nullptr;
  const Stmt *Body = F.isDefined(Definition) && !Definition->hasSkippedBody()
                         ? Definition->getBody()
                         : nullptr;
  if (!isa_and_nonnull<CoroutineBodyStmt>(Body))
    return std::nullopt;
  for (const ParmVarDecl *Parameter : Definition->parameters()) {
    QualType Type = Parameter->getType();
    if (Type->isLValueReferenceType() || !Model.awaitables().find(Type))
      continue;
    AwaitsParameter Search(*Parameter);
    Search.TraverseStmt(writtenBody(*Definition));
    if (Search.Found)
      return Parameter->getFunctionScopeIndex();
  }
  return std::nullopt;
}

} // namespace

Start startBy(const RuntimeFunction &Sink, const CallSite &Call,
              const AsyncModel &Model) {
  return Model.catalogue().anyHolds(Sink.StartsInPlaceIf, Call, Model.context())
             ? Start::InPlace
             : Start::OwnTime;
}

std::optional<StartedTask> startedTask(const BodyCall &Call,
                                       const AsyncModel &Model) {
  if (!Call.Site.E || Call.Awaited)
    return std::nullopt;
  QualType Result = Call.Site.E->getType();
  if (const RuntimeFunction *Sink = Model.catalogue().function(
          Call.Site, RuntimeRole::Sink, Model.context())) {
    if (!Result->isVoidType() && !Result->isBooleanType())
      return std::nullopt;
    const RuntimeType *Receiver =
        Call.Site.ReceiverClass
            ? Model.catalogue().type(*Call.Site.ReceiverClass)
            : nullptr;
    const Expr *Task = Sink->Argument == -1
                           ? Call.Site.Receiver
                           : Call.Site.arg(std::max(Sink->Argument, 0));
    if (!Task)
      return std::nullopt;
    return StartedTask{Task, Sink,
                       Receiver && Receiver->Kind == TypeKind::Scope,
                       startBy(*Sink, Call.Site, Model)};
  }
  if (!Call.Site.Callee || !Model.awaitables().isDetached(Result))
    return std::nullopt;
  if (std::optional<unsigned> Index =
          awaitedParameter(*Call.Site.Callee, Model))
    if (const Expr *Task = Call.Site.arg(*Index))
      return StartedTask{Task};
  return std::nullopt;
}

} // namespace cotidy
