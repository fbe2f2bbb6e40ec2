//===--- StreamOperation.h - what reads or writes a stream ------*- C++ -*-===//
#ifndef COTIDY_MODEL_BLOCKING_STREAMOPERATION_H
#define COTIDY_MODEL_BLOCKING_STREAMOPERATION_H

#include "model/code/CallSite.h"

namespace cotidy {

/// The stream that \p Call reads from, writes to, positions, opens or closes:
/// insertions and extractions, member functions, std::getline and manipulators.
/// Implicit upcasts and chains (`file << a << b`) are looked through. Null for
/// calls that do no input or output, `is_open` and `good` among them, and for
/// constructions.
const clang::Expr *streamOf(const CallSite &Call);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_STREAMOPERATION_H
