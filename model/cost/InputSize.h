//===--- InputSize.h - how much a costly call is given ----------*- C++ -*-===//
#ifndef COTIDY_MODEL_COST_INPUTSIZE_H
#define COTIDY_MODEL_COST_INPUTSIZE_H

#include "model/code/CodeBody.h"

namespace cotidy {

/// Whether the source shows that \p Call, which the catalogue puts into the
/// category \p Category of costly calls, works on little: a literal, a small
/// array, a matrix of small fixed size.
bool hasSmallInput(const BodyCall &Call, llvm::StringRef Category,
                   const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_COST_INPUTSIZE_H
