//===--- TypeArguments.h - the types a template was given -------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_TYPEARGUMENTS_H
#define COTIDY_MODEL_CODE_TYPEARGUMENTS_H

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/SmallVector.h"

namespace cotidy {

/// The arguments of \p Class that are types, those of its packs among them.
llvm::SmallVector<clang::QualType, 4>
typeArguments(const clang::ClassTemplateSpecializationDecl &Class);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_TYPEARGUMENTS_H
