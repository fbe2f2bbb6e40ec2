//===--- NamedPlaces.h - all places that name a function --------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_NAMEDPLACES_H
#define COTIDY_MODEL_CODE_NAMEDPLACES_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseSet.h"
#include <optional>

namespace cotidy {

/// The text of each token of the main file that \p Visit is called with, and
/// its place; that of branches which this compilation leaves out, and of
/// macros, too. Not that of `#include`.
void forEachIdentifier(
    const clang::ASTContext &Ctx,
    llvm::function_ref<void(llvm::StringRef, clang::SourceLocation)> Visit);

/// Where the code that is compiled names something called like a declaration.
struct NamePlaces {
  llvm::DenseSet<clang::SourceLocation> Ours, Others;
};

/// Where the declaration \p D itself is declared or named, and where another
/// one of its name is.
NamePlaces placesOfName(const clang::ValueDecl &D, clang::ASTContext &Ctx);

/// Where the main file declares, calls or mentions the function or variable \p
/// D. Empty where this cannot be told of all its code: another file names it as
/// well or could, or its name stands in a macro, in a template where it depends
/// on an argument, or in what this compilation leaves out.
std::optional<llvm::DenseSet<clang::SourceLocation>>
placesNaming(const clang::ValueDecl &D, clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_NAMEDPLACES_H
