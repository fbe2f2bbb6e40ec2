//===--- FirstUse.h - what is made when it is first needed ------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_FIRSTUSE_H
#define COTIDY_MODEL_CODE_FIRSTUSE_H

#include "clang/AST/Expr.h"

namespace cotidy {

/// Whether control that found \p Condition true (\p Holds) or false comes to
/// make a variable of the program that is not set yet: the condition asks
/// whether one of static storage is empty, and \p Body fills it.
///
///     if (!instance)
///       instance = std::make_unique<server>();
bool isFirstUse(const clang::Expr &Condition, bool Holds,
                const clang::Stmt &Body);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_FIRSTUSE_H
