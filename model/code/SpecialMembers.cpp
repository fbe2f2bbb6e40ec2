#include "model/code/SpecialMembers.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cotidy {

static bool anyUsable(const CXXRecordDecl &Class,
                      bool (CXXConstructorDecl::*IsMeant)() const) {
  return llvm::any_of(Class.ctors(), [&](const CXXConstructorDecl *C) {
    return (C->*IsMeant)() && !C->isDeleted() && C->getAccess() == AS_public;
  });
}

bool isDefaultConstructible(const CXXRecordDecl &Record) {
  const CXXRecordDecl *Class = Record.getDefinition();
  return Class &&
         (Class->needsImplicitDefaultConstructor() ||
          anyUsable(*Class, &CXXConstructorDecl::isDefaultConstructor));
}

bool isCopyConstructible(const CXXRecordDecl &Record) {
  const CXXRecordDecl *Class = Record.getDefinition();
  if (!Class)
    return false;
  if (Class->needsImplicitCopyConstructor())
    return !Class->defaultedCopyConstructorIsDeleted();
  return anyUsable(*Class, &CXXConstructorDecl::isCopyConstructor);
}

bool isMoveConstructible(const CXXRecordDecl &Record) {
  const CXXRecordDecl *Class = Record.getDefinition();
  if (!Class)
    return false;
  if (Class->needsImplicitMoveConstructor() &&
      !Class->defaultedMoveConstructorIsDeleted())
    return true;
  return anyUsable(*Class, &CXXConstructorDecl::isMoveConstructor) ||
         isCopyConstructible(*Class);
}

} // namespace cotidy
