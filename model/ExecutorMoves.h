//===--- ExecutorMoves.h - where a coroutine leaves its loop ----*- C++ -*-===//
#ifndef COTIDY_MODEL_EXECUTORMOVES_H
#define COTIDY_MODEL_EXECUTORMOVES_H

#include "model/Catalogue.h"
#include "model/CodeBody.h"

namespace cotidy {

/// The stretches of the coroutine \p Body that run elsewhere because it awaited
/// a function in the catalogue's role `move`: from behind the await to the next
/// move, or the next awaited timer or yield of the loop, which bring it back,
/// or to the end of the body. The order is that of the source; a move on one
/// branch counts for what stands behind the branch.
std::vector<clang::SourceRange> stretchesOffLoop(const CodeBody &Body,
                                                 const Catalogue &Known,
                                                 const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_EXECUTORMOVES_H
