//===--- Compat.h - what differs between versions of LLVM -------*- C++ -*-===//
//
// The sources are written against LLVM 22. The plugin is also built against
// LLVM 19 (-DCOTIDY_LLVM=19), and this folder is the only place that knows:
//
// - The folders in 19 hold headers that LLVM 19 lacks, or whose interface has
//   grown since. They stand before LLVM's own in that build.
// - What cannot be had under one name is a function here.
//
// To drop LLVM 19, drop the folder 19 and the second half of this file.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LLVM_COMPAT_H
#define COTIDY_MODEL_LLVM_COMPAT_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Config/llvm-config.h"

namespace cotidy {

#if LLVM_VERSION_MAJOR >= 22

inline clang::QualType canonicalType(const clang::TagDecl &Tag) {
  return Tag.getASTContext().getCanonicalTagType(&Tag);
}

/// The bits of the bit-field \p Field, whose width must be known.
inline unsigned bitWidth(const clang::FieldDecl &Field) {
  return Field.getBitWidthValue();
}

/// Calls \p Use with a diagnostic at \p Loc that reaches nobody else.
inline void
withDiagnosticAt(const clang::DiagnosticsEngine &Engine,
                 clang::SourceLocation Loc,
                 llvm::function_ref<void(const clang::Diagnostic &)> Use) {
  clang::DiagnosticStorage Storage;
  Use(clang::Diagnostic(&Engine, Loc, /*DiagID=*/0, Storage, ""));
}

#else

inline clang::QualType canonicalType(const clang::TagDecl &Tag) {
  return Tag.getASTContext().getTypeDeclType(&Tag).getCanonicalType();
}

inline unsigned bitWidth(const clang::FieldDecl &Field) {
  return Field.getBitWidthValue(Field.getASTContext());
}

// A diagnostic of clang 19 is a view of the engine that reports it.
void withDiagnosticAt(const clang::DiagnosticsEngine &Engine,
                      clang::SourceLocation Loc,
                      llvm::function_ref<void(const clang::Diagnostic &)> Use);

#endif

} // namespace cotidy

#endif // COTIDY_MODEL_LLVM_COMPAT_H
