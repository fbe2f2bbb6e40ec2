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
  if (!Class || !Caught->getIdentifier() || Block->getLBracLoc().isMacroID())
    return std::nullopt;
  std::string Name = Caught->getNameAsString(), Test;
  if (Class->getCanonicalDecl() == Cancelled.getCanonicalDecl())
    Test = "if (" + Name + ".code() == " + Rule.Code + ")\n\tthrow;";
  else if (Caught->getType()->isReferenceType() && Class->isPolymorphic() &&
           Cancelled.hasDefinition() && Cancelled.isDerivedFrom(Class)) {
    std::string Thrown = Name == "thrown" ? "failed" : "thrown";
    Test = "if (const auto *" + Thrown + " = dynamic_cast<const " +
           cancellationException(Rule, Ctx).str() + " *>(&" + Name +
           ");\n\t\t" + Thrown + " && " + Thrown + "->code() == " + Rule.Code +
           ")\n\tthrow;";
  } else {
    return std::nullopt;
  }
  Fix F;
  F.Title = "rethrow it where it is cancellation";
  F.Edits.push_back(insertFirst(*Block, Test, Ctx));
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
