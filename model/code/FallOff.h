//===--- FallOff.h - control that reaches the closing brace -----*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_FALLOFF_H
#define COTIDY_MODEL_CODE_FALLOFF_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

namespace cotidy {

/// Whether control can reach the end of \p Body, the written body of \p F,
/// without a return. False where that is not certain.
bool flowsOffEnd(const clang::FunctionDecl &F, const clang::Stmt &Body,
                 clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_FALLOFF_H
