#include "model/tasks/TaskHolders.h"
#include "model/code/StandardNames.h"
#include "model/code/TypeArguments.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {

bool isStandardHolderOf(QualType T, QualType Task) {
  const auto *Holder = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T.getNonReferenceType()->getAsCXXRecordDecl());
  if (!Holder || !Holder->isInStdNamespace())
    return false;
  return llvm::any_of(typeArguments(*Holder), [&](QualType Argument) {
    return Argument.getCanonicalType().getUnqualifiedType() ==
           Task.getCanonicalType().getUnqualifiedType();
  });
}

bool makesHolder(const CallExpr &Call) {
  return llvm::is_contained({"make_tuple", "make_pair", "make_optional"},
                            standardCallee(Call));
}

bool isInsertion(const CXXMethodDecl &Method) {
  if (!Method.getParent()->isInStdNamespace() || !Method.getIdentifier())
    return false;
  return llvm::StringSwitch<bool>(Method.getName())
      .Cases({"push_back", "emplace_back", "push_front", "emplace_front"}, true)
      .Cases({"push", "emplace", "emplace_hint", "try_emplace"}, true)
      .Cases({"insert", "insert_or_assign", "assign"}, true)
      .Default(false);
}

bool isHousekeeping(const CXXMethodDecl &Method) {
  return Method.getParent()->isInStdNamespace() && Method.getIdentifier() &&
         (Method.getName() == "reserve" || Method.getName() == "clear");
}

bool isQuery(const CXXMethodDecl &Method) {
  return Method.isConst() && Method.getNumParams() == 0 &&
         Method.getReturnType()->isArithmeticType();
}

bool isWhollyVisible(const CXXRecordDecl &Class) {
  if (Class.hasFriends() || Class.getDescribedClassTemplate())
    return false;
  for (const Decl *D : Class.decls()) {
    if (isa<FunctionTemplateDecl>(D))
      return false;
    const auto *Nested = dyn_cast<CXXRecordDecl>(D);
    if (Nested && !Nested->isImplicit())
      return false;
    const auto *Method = dyn_cast<CXXMethodDecl>(D);
    if (!Method || Method->isImplicit() || Method->isDefaulted() ||
        Method->isDeleted())
      continue;
    const FunctionDecl *Definition = nullptr;
    if (!Method->isDefined(Definition) || Definition->hasSkippedBody())
      return false;
  }
  return true;
}

} // namespace cotidy
