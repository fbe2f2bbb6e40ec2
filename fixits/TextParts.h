//===--- TextParts.h - parts of the source, parts of new text ---*- C++ -*-===//
#ifndef COTIDY_FIXITS_TEXTPARTS_H
#define COTIDY_FIXITS_TEXTPARTS_H

#include "fixits/Fix.h"
#include "model/code/CodeBody.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceLocation.h"
#include <string>

namespace cotidy {

/// What stands in the source from the first to the last token of \p Range.
llvm::StringRef textOf(clang::SourceRange Range, const clang::ASTContext &Ctx);

/// Whether a macro wrote the first or the last token of \p Range.
bool isFromMacro(clang::SourceRange Range);

/// Whether a comment would go with \p Range.
bool holdsComment(clang::CharSourceRange Range, const clang::ASTContext &Ctx);

/// Whether a comment goes with what \p F removes.
bool removesComment(const Fix &F, const clang::ASTContext &Ctx);

/// Whether \p Name stands anywhere in the code of \p Body: a variable of that
/// name would not be the only one.
bool standsIn(llvm::StringRef Name, const CodeBody &Body,
              const clang::ASTContext &Ctx);

/// \p Type without reference and qualifiers, as it is written where nothing is
/// abbreviated.
std::string typeText(clang::QualType Type, const clang::ASTContext &Ctx);

/// Puts \p Part wherever \p Text has \p Hole.
void fill(std::string &Text, llvm::StringRef Hole, llvm::StringRef Part);

} // namespace cotidy

#endif // COTIDY_FIXITS_TEXTPARTS_H
