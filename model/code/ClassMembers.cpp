#include "model/code/ClassMembers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {

const CXXRecordDecl *classOf(QualType T) {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType().getCanonicalType();
  if (const CXXRecordDecl *Record = T->getAsCXXRecordDecl())
    return Record;
  if (const auto *Specialization = T->getAs<TemplateSpecializationType>())
    if (const auto *Template = dyn_cast_or_null<ClassTemplateDecl>(
            Specialization->getTemplateName().getAsTemplateDecl()))
      return Template->getTemplatedDecl();
  return nullptr;
}

const ClassTemplateDecl *templateOf(const CXXRecordDecl &Record) {
  if (const auto *Specialization =
          dyn_cast<ClassTemplateSpecializationDecl>(&Record))
    return Specialization->getSpecializedTemplate()->getCanonicalDecl();
  if (const ClassTemplateDecl *Template = Record.getDescribedClassTemplate())
    return Template->getCanonicalDecl();
  return nullptr;
}

const CXXRecordDecl *withMembers(const CXXRecordDecl &Record) {
  if (const CXXRecordDecl *Definition = Record.getDefinition())
    return Definition;
  if (const auto *Specialization =
          dyn_cast<ClassTemplateSpecializationDecl>(&Record))
    return Specialization->getSpecializedTemplate()
        ->getTemplatedDecl()
        ->getDefinition();
  // A class nested in a specialisation is not instantiated before its use.
  if (const CXXRecordDecl *Written = Record.getInstantiatedFromMemberClass())
    return Written->getDefinition();
  return nullptr;
}

/// anyMember() without the bases in \p Seen: the template of a base can be that
/// of the class itself.
static bool searchMembers(const CXXRecordDecl &Record, DeclarationName Name,
                          llvm::function_ref<bool(const NamedDecl &)> Visit,
                          llvm::SmallPtrSetImpl<const CXXRecordDecl *> &Seen) {
  const CXXRecordDecl *Definition = withMembers(Record);
  if (!Definition || !Seen.insert(Definition).second)
    return false;
  bool Found = false;
  for (const NamedDecl *Member : Definition->lookup(Name)) {
    Found = true;
    if (Member->getAccess() != AS_private &&
        Member->getAccess() != AS_protected &&
        Visit(*Member->getUnderlyingDecl()))
      return true;
  }
  if (Found) // hides those of the bases
    return false;
  for (const CXXBaseSpecifier &Base : Definition->bases())
    if (Base.getAccessSpecifier() == AS_public)
      if (const CXXRecordDecl *BaseClass = classOf(Base.getType()))
        if (searchMembers(*BaseClass, Name, Visit, Seen))
          return true;
  return false;
}

bool anyMember(const CXXRecordDecl &Record, DeclarationName Name,
               llvm::function_ref<bool(const NamedDecl &)> Visit) {
  llvm::SmallPtrSet<const CXXRecordDecl *, 4> Seen;
  return searchMembers(Record, Name, Visit, Seen);
}

const FunctionDecl *memberFunction(const CXXRecordDecl &Record,
                                   DeclarationName Name) {
  const FunctionDecl *Result = nullptr;
  anyMember(Record, Name, [&](const NamedDecl &Member) {
    Result = Member.getAsFunction();
    return Result != nullptr;
  });
  return Result;
}

static bool isUsableFunction(const NamedDecl &D) {
  if (isa<UnresolvedUsingValueDecl>(D))
    return true;
  const FunctionDecl *F = D.getAsFunction();
  return F && !F->isDeleted();
}

bool hasFunction(const CXXRecordDecl &Record, DeclarationName Name) {
  return anyMember(Record, Name, isUsableFunction);
}

const CXXRecordDecl *memberType(const CXXRecordDecl &Record,
                                DeclarationName Name) {
  const CXXRecordDecl *Result = nullptr;
  anyMember(Record, Name, [&](const NamedDecl &Member) {
    if (const auto *Alias = dyn_cast<TypedefNameDecl>(&Member))
      Result = classOf(Alias->getUnderlyingType());
    else if (const auto *Class = dyn_cast<CXXRecordDecl>(&Member))
      Result = Class;
    else if (const auto *Template = dyn_cast<ClassTemplateDecl>(&Member))
      Result = Template->getTemplatedDecl();
    return Result != nullptr;
  });
  return Result;
}

bool isWrittenFor(QualType Parameter, const CXXRecordDecl &Record) {
  const CXXRecordDecl *Wanted = classOf(Parameter);
  if (!Wanted)
    return false;
  if (Wanted->getCanonicalDecl() == Record.getCanonicalDecl())
    return true;
  if (Record.hasDefinition() && Wanted->hasDefinition() &&
      Record.isDerivedFrom(Wanted))
    return true;
  const ClassTemplateDecl *Template = templateOf(*Wanted);
  return Template && Parameter->isDependentType() &&
         Template == templateOf(Record);
}

DeclarationName nameOf(const ASTContext &Ctx, StringRef Name) {
  return &Ctx.Idents.get(Name);
}

bool isNamed(const NamedDecl &D, StringRef Name) {
  return D.getIdentifier() && D.getName() == Name;
}

} // namespace cotidy
