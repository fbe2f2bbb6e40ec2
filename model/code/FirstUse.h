//===--- FirstUse.h - what is made when it is first needed ------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_FIRSTUSE_H
#define COTIDY_MODEL_CODE_FIRSTUSE_H

#include "clang/AST/Expr.h"

namespace cotidy {

/// Whether control that found \p Condition true (\p Holds) or false comes by
/// for the first time in the program's life: the condition asks whether a
/// variable of static storage is empty, and \p Body fills it, or the question
/// itself does.
///
///     if (!instance)
///       instance = std::make_unique<server>();
///
///     if (!started.exchange(true))
bool isFirstUse(const clang::Expr &Condition, bool Holds,
                const clang::Stmt &Body);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_FIRSTUSE_H
