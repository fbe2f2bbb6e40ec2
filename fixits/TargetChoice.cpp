#include "fixits/TargetChoice.h"
#include "model/catalogue/NamePattern.h"

using namespace clang;

namespace cotidy {

bool isTaskOf(const FixTarget &Target, QualType T) {
  const CXXRecordDecl *Class = T.getNonReferenceType()->getAsCXXRecordDecl();
  return Class && llvm::any_of(Target.Tasks, [&](const std::string &Name) {
           return NamePattern(Name).matches(*Class);
         });
}

llvm::SmallVector<const FixTarget *, 3> targetsFor(const CodeBody &Body,
                                                   const AsyncModel &Model) {
  llvm::SmallVector<const FixTarget *, 3> Result;
  if (Body.Kind != BodyKind::Coroutine || Body.Dependent)
    return Result;
  for (const FixTarget *Target : Model.fixTargets())
    if (isTaskOf(*Target, Body.Function->getReturnType()))
      Result.push_back(Target);
  return Result;
}

const FixTarget *targetWith(const CodeBody &Body, const AsyncModel &Model,
                            llvm::function_ref<bool(const FixTarget &)> Has) {
  for (const FixTarget *Target : targetsFor(Body, Model))
    if (Has(*Target))
      return Target;
  return nullptr;
}

} // namespace cotidy
