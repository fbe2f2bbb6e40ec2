#include "model/tasks/IdleOutcome.h"
#include "model/code/AfterAwait.h"
#include "model/code/ExprUtils.h"
#include "model/tasks/MadeTask.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether the callee ends a connection, as its name says.
bool saysGoodbye(const Stmt &S) {
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || !Callee->getIdentifier())
    return false;
  StringRef Name = Callee->getName();
  Name.consume_front("async_");
  return Name.starts_with_insensitive("close") ||
         Name.starts_with_insensitive("shutdown") ||
         Name.starts_with_insensitive("disconnect");
}

/// Whether \p Call runs a lambda that does nothing.
bool doesNothing(const CallSite &Call) {
  return llvm::any_of(Call.Args, [](const Expr *Argument) {
    const LambdaExpr *Lambda = lambdaBehind(Argument);
    const auto *Body =
        Lambda ? dyn_cast<CompoundStmt>(Lambda->getBody()) : nullptr;
    return Body && Body->body_empty();
  });
}

} // namespace

bool changesNothing(const BodyCall *Operation, const CoawaitExpr &Await,
                    const CodeBody &Body, const AsyncModel &Model) {
  if (Operation) {
    auto Has = [&](RuntimeRole Role) {
      return Model.catalogue().function(Operation->Site, Role,
                                        Model.context()) != nullptr;
    };
    if (saysGoodbye(*Operation->Site.E) || Has(RuntimeRole::Ignorable) ||
        Has(RuntimeRole::Move) || Has(RuntimeRole::MoveBack) ||
        doesNothing(Operation->Site))
      return true;
  }
  return firstBehindAwait(Body, Await, Model.context(), saysGoodbye);
}

bool isCollected(QualType T, const Catalogue &Known) {
  const auto *List = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!List || !List->isInStdNamespace() || !List->getIdentifier())
    return false;
  auto Tells = [&](const TemplateArgument &A) {
    return A.getKind() == TemplateArgument::Type &&
           isOutcome(A.getAsType(), Known);
  };
  ArrayRef<TemplateArgument> Arguments = List->getTemplateArgs().asArray();
  if (List->getName() == "vector" || List->getName() == "array")
    return Tells(Arguments.front());
  if (List->getName() != "tuple")
    return false;
  ArrayRef<TemplateArgument> Elements = Arguments.front().pack_elements();
  return Elements.size() > 1 && llvm::all_of(Elements, Tells);
}

/// Whether \p S is `co_return`, or what it calls on the promise.
static bool leaves(const Stmt &S) {
  if (isa<CoreturnStmt, ReturnStmt>(S))
    return true;
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->getIdentifier() &&
         (Callee->getName() == "return_value" ||
          Callee->getName() == "return_void");
}

bool leavesBehind(const CoawaitExpr &Await, const CodeBody &Body,
                  const AsyncModel &Model) {
  const Stmt *Next =
      firstBehindAwait(Body, Await, Model.context(), [](const Stmt &S) {
        const auto *Assignment = dyn_cast<BinaryOperator>(&S);
        return isa<CallExpr, CoreturnStmt, ReturnStmt>(S) ||
               (Assignment && Assignment->isAssignmentOp());
      });
  return !Next || leaves(*Next);
}

} // namespace cotidy
