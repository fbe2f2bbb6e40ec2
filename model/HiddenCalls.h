//===--- HiddenCalls.h - calls that the source does not spell ---*- C++ -*-===//
#ifndef COTIDY_MODEL_HIDDENCALLS_H
#define COTIDY_MODEL_HIDDENCALLS_H

#include "model/CodeBody.h"

namespace cotidy {

/// Adds every call that evaluating \p S makes, to be told of at \p Where:
/// calls, constructions, and destructions of temporaries. Lambdas and operands
/// that are not evaluated are left out.
void addHiddenCalls(const clang::Stmt *S, clang::SourceRange Where,
                    std::vector<ImplicitCall> &Into);

/// Adds the destruction of an object of the type \p T, if that runs code.
void addDestruction(clang::QualType T, clang::SourceRange Where,
                    std::vector<ImplicitCall> &Into);

} // namespace cotidy

#endif // COTIDY_MODEL_HIDDENCALLS_H
