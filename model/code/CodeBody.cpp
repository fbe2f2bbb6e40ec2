#include "model/code/CodeBody.h"
#include "model/code/QualifiedName.h"
#include "clang/Basic/SourceManager.h"

namespace cotidy {

clang::ParentMap &CodeBody::parents() const {
  if (!Parents)
    Parents =
        std::make_unique<clang::ParentMap>(const_cast<clang::Stmt *>(Body));
  return *Parents;
}

bool CodeBody::isUnattendedAt(clang::SourceRange Where,
                              const clang::SourceManager &SM) const {
  if (FirstPause.isInvalid())
    return false;
  auto IsBefore = [&](clang::SourceLocation A, clang::SourceLocation B) {
    return SM.isBeforeInTranslationUnit(A, B);
  };
  return IsBefore(Where.getEnd(), FirstPause.getBegin()) ||
         (IsBefore(FirstPause.getBegin(), Where.getBegin()) &&
          !IsBefore(FirstPause.getEnd(), Where.getEnd()));
}

std::string CodeBody::name() const {
  if (!Lambda)
    return qualifiedName(*Function);
  return Parent ? "lambda in '" + Parent->name() + "'" : "lambda";
}

} // namespace cotidy
