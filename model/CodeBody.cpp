#include "model/CodeBody.h"
#include "model/QualifiedName.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy {

clang::ParentMap &CodeBody::parents() const {
  if (!Parents)
    Parents =
        std::make_unique<clang::ParentMap>(const_cast<clang::Stmt *>(Body));
  return *Parents;
}

bool CodeBody::staysOnLoopAt(clang::SourceLocation Loc,
                             const clang::SourceManager &SM) const {
  return llvm::none_of(OffLoop, [&](clang::SourceRange Stretch) {
    return SM.isBeforeInTranslationUnit(Stretch.getBegin(), Loc) &&
           SM.isBeforeInTranslationUnit(Loc, Stretch.getEnd());
  });
}

std::string CodeBody::name() const {
  if (!Lambda)
    return qualifiedName(*Function);
  return Parent ? "lambda in '" + Parent->name() + "'" : "lambda";
}

} // namespace cotidy
