//===--- SuspensionText.h - suspensions in findings -------------*- C++ -*-===//
#ifndef COTIDY_CHECKS_SUSPENSIONTEXT_H
#define COTIDY_CHECKS_SUSPENSIONTEXT_H

#include "checks/Finding.h"
#include "model/code/SuspensionGraph.h"

namespace cotidy {

/// Adds a note for each suspension of \p Over.
void noteSuspensions(Finding &F, llvm::ArrayRef<const Suspension *> Over);

/// \p E as written, in quotes; empty where it is too long for a message or made
/// by a macro.
std::string quotedText(const clang::Expr &E, const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_CHECKS_SUSPENSIONTEXT_H
