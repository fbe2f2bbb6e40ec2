#include "model/tasks/StartedTask.h"
#include "model/code/Coroutine.h"
#include "model/code/ExprUtils.h"
#include "model/tasks/WaitPlaces.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"

using namespace clang;

namespace cotidy {
namespace {

/// A task that is handed on more often than that is not worth a search.
constexpr unsigned MaxDepth = 3;

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

static std::optional<StartedTask>
startedTask(const BodyCall &Call, const AsyncModel &Model, unsigned Depth);

/// Whether \p Body waits for something behind \p Starts, which starts the task
/// \p Parameter: its caller goes on when the task is over.
static bool waitsBehind(const Expr &Starts, const ParmVarDecl &Parameter,
                        const CodeBody &Body, const AsyncModel &Model) {
  const SourceManager &SM = Model.context().getSourceManager();
  return llvm::any_of(waitPlaces(Body, Starts, &Parameter, Model).Waits,
                      [&](const Stmt *Wait) {
                        return SM.isBeforeInTranslationUnit(Starts.getEndLoc(),
                                                            Wait->getEndLoc());
                      });
}

/// The task among the arguments of \p Call that the function which it calls
/// hands on to what starts it.
static std::optional<StartedTask>
handedOnTask(const BodyCall &Call, const AsyncModel &Model, unsigned Depth) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Call.Site.Callee);
  if ((Method && Method->isVirtual()) || Depth == MaxDepth ||
      llvm::none_of(Call.Site.Args, [&](const Expr *Argument) {
        return Model.awaitables().find(Argument->getType());
      }))
    return std::nullopt;
  const CodeBody *Body = Model.bodyOf(*Call.Site.Callee);
  if (!Body || Body->Kind != BodyKind::Plain || Body->Dependent)
    return std::nullopt;
  for (const BodyCall &Inner : Body->Calls) {
    std::optional<StartedTask> Started = startedTask(Inner, Model, Depth + 1);
    const auto *Ref =
        Started ? dyn_cast<DeclRefExpr>(stripTransparent(Started->Task))
                : nullptr;
    const auto *Parameter =
        Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
    if (!Parameter || Parameter->getDeclContext() != Body->Function ||
        waitsBehind(*Inner.Site.E, *Parameter, *Body, Model))
      continue;
    if (const Expr *Task = Call.Site.arg(Parameter->getFunctionScopeIndex()))
      return StartedTask{Task, nullptr, Started->InScope, Started->Begins};
  }
  return std::nullopt;
}

static std::optional<StartedTask>
startedTask(const BodyCall &Call, const AsyncModel &Model, unsigned Depth) {
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
  if (!Call.Site.Callee)
    return std::nullopt;
  if (Result->isVoidType() || Result->isBooleanType())
    if (auto Task = handedOnTask(Call, Model, Depth))
      return Task;
  if (!Model.awaitables().isDetached(Result))
    return std::nullopt;
  if (std::optional<unsigned> Index =
          awaitedParameter(*Call.Site.Callee, Model))
    if (const Expr *Task = Call.Site.arg(*Index))
      return StartedTask{Task};
  return std::nullopt;
}

std::optional<StartedTask> startedTask(const BodyCall &Call,
                                       const AsyncModel &Model) {
  return startedTask(Call, Model, 0);
}

} // namespace cotidy
