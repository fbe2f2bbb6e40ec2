//===--- OtherBuilds.h - what another compilation sees ----------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_OTHERBUILDS_H
#define COTIDY_MODEL_CODE_OTHERBUILDS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

namespace cotidy {

/// Whether the text of \p Body holds an await that the compilation may not have
/// seen: behind `#if`, or in one of the definitions of a macro that it uses.
bool suspendsInOtherBuilds(const clang::Stmt &Body,
                           const clang::ASTContext &Ctx);

/// Whether text that this compilation leaves out may name \p D: the main file
/// has its name in a place where the compilation knows nothing of that name.
bool isNamedInOtherBuilds(const clang::ValueDecl &D, clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_OTHERBUILDS_H
