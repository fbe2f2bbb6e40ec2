#include "fixits/RethrowCancellation.h"
#include "fixits/TextParts.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {

/// A test at the beginning of \p Handler.
static std::optional<Fix> planTest(const CXXCatchStmt &Handler,
                                   const CancellationRule &Rule,
                                   const CXXRecordDecl &Cancelled,
                                   const ASTContext &Ctx) {
  const VarDecl *Caught = Handler.getExceptionDecl();
  const CXXRecordDecl *Class =
      Caught ? Caught->getType().getNonReferenceType()->getAsCXXRecordDecl()
             : nullptr;
  const auto *Block = cast<CompoundStmt>(Handler.getHandlerBlock());
  if (!Class || !Caught->getIdentifier() || Block->getLBracLoc().isMacroID() ||
      Class->getCanonicalDecl() != Cancelled.getCanonicalDecl())
    return std::nullopt;
  Fix F;
  F.Title = "rethrow it where it is cancellation";
  F.Edits.push_back(insertFirst(
      *Block,
      ("if (" + Caught->getName() + ".code() == " + Rule.Code + ")\n\tthrow;")
          .str(),
      Ctx));
  return F;
}

std::optional<Fix> planRethrow(const CXXCatchStmt &Handler,
                               const CancellationRule &Rule,
                               const ASTContext &Ctx) {
  const CXXRecordDecl *Cancelled = cancellationClass(Rule, Ctx);
  if (!Cancelled || Handler.getCatchLoc().isMacroID())
    return std::nullopt;
  if (!Rule.Code.empty())
    return planTest(Handler, Rule, *Cancelled, Ctx);
  if (isForCancellation(Handler, Rule))
    return std::nullopt;
  Fix F;
  F.Title = "rethrow cancellation before it is caught";
  F.Edits.push_back(FixItHint::CreateInsertion(
      Handler.getCatchLoc(),
      ("catch (const " + cancellationException(Rule, Ctx) + " &) { throw; } ")
          .str()));
  return F;
}

} // namespace cotidy
