#include "model/code/CodeBody.h"
#include "model/code/QualifiedName.h"

namespace cotidy {

clang::ParentMap &CodeBody::parents() const {
  if (!Parents)
    Parents =
        std::make_unique<clang::ParentMap>(const_cast<clang::Stmt *>(Body));
  return *Parents;
}

std::string CodeBody::name() const {
  if (!Lambda)
    return qualifiedName(*Function);
  return Parent ? "lambda in '" + Parent->name() + "'" : "lambda";
}

} // namespace cotidy
