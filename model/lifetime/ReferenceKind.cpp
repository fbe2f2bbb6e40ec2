#include "model/lifetime/ReferenceKind.h"
#include "model/code/StandardNames.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

/// Whether \p Record is a view of the standard library's ranges that keeps no
/// elements of its own.
static bool isRangesView(const CXXRecordDecl &Record) {
  if (!Record.getIdentifier() || !inStandardLibrary(Record))
    return false;
  const auto *Scope = dyn_cast<NamespaceDecl>(Record.getDeclContext());
  return Scope && Scope->getName() == "ranges" &&
         (Record.getName().ends_with("_view") ||
          Record.getName() == "subrange") &&
         Record.getName() != "owning_view";
}

ReferenceKind referenceKind(QualType T, const Catalogue &Known) {
  if (T->isRValueReferenceType())
    return ReferenceKind::RValue;
  if (T->isLValueReferenceType())
    return ReferenceKind::LValue;
  if (T->isPointerType())
    return T->isFunctionPointerType() ? ReferenceKind::None
                                      : ReferenceKind::Pointer;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return ReferenceKind::None;
  if (Known.isView(*Record) || isRangesView(*Record))
    return ReferenceKind::View;
  if (Record->hasAttr<PointerAttr>())
    return ReferenceKind::Iterator;
  return ReferenceKind::None;
}

/// Nobody writes braces around elements by mistake.
static bool isInitializerList(QualType T) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record)
    if (const auto *Written = T->getAs<TemplateSpecializationType>())
      Record = dyn_cast_or_null<CXXRecordDecl>(
          Written->getTemplateName().getAsTemplateDecl()
              ? Written->getTemplateName()
                    .getAsTemplateDecl()
                    ->getTemplatedDecl()
              : nullptr);
  return Record && Record->getIdentifier() && Record->isInStdNamespace() &&
         Record->getName() == "initializer_list";
}

bool takesTemporaries(QualType T) {
  if (!T->isLValueReferenceType() ||
      !T.getNonReferenceType().isConstQualified())
    return false;
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  Record = Record ? Record->getDefinition() : nullptr;
  if (!Record || Record->isLambda())
    return false;
  return llvm::any_of(Record->decls(), [&](const Decl *D) {
    const auto *Template = dyn_cast<FunctionTemplateDecl>(D);
    const auto *Constructor = dyn_cast<CXXConstructorDecl>(
        Template ? Template->getTemplatedDecl() : D);
    return Constructor && !Constructor->isDeleted() &&
           Constructor->getAccess() == AS_public &&
           !Constructor->isExplicit() &&
           Constructor->getMinRequiredArguments() <= 1 &&
           Constructor->getNumParams() >= 1 &&
           !Constructor->isCopyOrMoveConstructor() &&
           !isInitializerList(Constructor->getParamDecl(0)->getType());
  });
}

} // namespace cotidy
