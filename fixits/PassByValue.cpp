#include "fixits/PassByValue.h"
#include "fixits/TextParts.h"
#include "model/code/SpecialMembers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/TypeLoc.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

/// Whether a value can be made of what the reference type \p T refers to.
static bool canBeKept(QualType T) {
  QualType Object = T.getNonReferenceType();
  bool Moves = T->isRValueReferenceType();
  if (!T->isReferenceType() || Object->isDependentType() ||
      (!Moves && !Object.isConstQualified()))
    return false;
  const CXXRecordDecl *Class = Object->getAsCXXRecordDecl();
  if (!Class)
    return Object->isScalarType();
  if (!Class->hasDefinition() || Class->isAbstract())
    return false;
  // Of a class that others derive from, a copy is not the whole object.
  if (Class->isPolymorphic() && !Class->isEffectivelyFinal())
    return false;
  return Moves ? isMoveConstructible(*Class) : isCopyConstructible(*Class);
}

/// The edit of one declaration; empty where it is not written as expected.
static std::optional<FixItHint> editOf(const ParmVarDecl &P,
                                       const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  const TypeSourceInfo *Written = P.getTypeSourceInfo();
  auto Reference = Written ? Written->getTypeLoc().getAs<ReferenceTypeLoc>()
                           : ReferenceTypeLoc();
  if (!Reference)
    return std::nullopt;
  SourceLocation Begin = P.getBeginLoc(), Sigil = Reference.getSigilLoc();
  SourceRange Type =
      Reference.getPointeeLoc().getUnqualifiedLoc().getSourceRange();
  if (Begin.isMacroID() || Sigil.isMacroID() || isFromMacro(Type) ||
      Reference.getPointeeLoc().getType()->isArrayType() ||
      Reference.getPointeeLoc().getType()->isFunctionType())
    return std::nullopt;
  StringRef Text = textOf(Type, Ctx);
  if (Text.empty())
    return std::nullopt;
  // `T &name` is `T name`, but `T& name` has its space behind the sign.
  SourceLocation Behind =
      Lexer::getLocForEndOfToken(Sigil, 0, SM, Ctx.getLangOpts());
  bool SpaceFollows = isWhitespace(*SM.getCharacterData(Behind));
  bool Unnamed = P.getName().empty();
  return FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(Begin, Behind),
      (Text + (SpaceFollows || Unnamed ? "" : " ")).str());
}

std::optional<Fix> planPassByValue(const ParmVarDecl &Parameter) {
  const auto *F = dyn_cast<FunctionDecl>(Parameter.getDeclContext());
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  if (!F || F->isTemplated() || F->isTemplateInstantiation() ||
      F->isOverloadedOperator() || (Method && Method->isVirtual()) ||
      !canBeKept(Parameter.getType()))
    return std::nullopt;
  unsigned Index = Parameter.getFunctionScopeIndex();
  Fix Result;
  Result.Title = ("take '" + Parameter.getName() + "' by value").str();
  for (const FunctionDecl *D : F->redecls()) {
    if (Index >= D->getNumParams())
      return std::nullopt;
    std::optional<FixItHint> Edit =
        editOf(*D->getParamDecl(Index), F->getASTContext());
    if (!Edit)
      return std::nullopt;
    Result.Edits.push_back(std::move(*Edit));
  }
  return Result;
}

} // namespace cotidy
