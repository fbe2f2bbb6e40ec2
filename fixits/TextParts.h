//===--- TextParts.h - parts of the source, parts of new text ---*- C++ -*-===//
#ifndef COTIDY_FIXITS_TEXTPARTS_H
#define COTIDY_FIXITS_TEXTPARTS_H

#include "fixits/Fix.h"
#include "model/code/CodeBody.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/StringSet.h"
#include <optional>
#include <string>

namespace cotidy {

/// What stands in the source from the first to the last token of \p Range.
llvm::StringRef textOf(clang::SourceRange Range, const clang::ASTContext &Ctx);

/// Whether a macro wrote the first or the last token of \p Range.
bool isFromMacro(clang::SourceRange Range);

/// Whether a comment would go with \p Range.
bool holdsComment(clang::CharSourceRange Range, const clang::ASTContext &Ctx);

/// Whether a comment goes with what \p F removes: no fix may take one away.
bool removesComment(const Fix &F, const clang::ASTContext &Ctx);

/// Whether \p Name stands anywhere in the code of \p Body: a variable of that
/// name would not be the only one.
bool standsIn(llvm::StringRef Name, const CodeBody &Body,
              const clang::ASTContext &Ctx);

/// \p Wanted, or it with a number behind it: a name that neither stands in \p
/// Body nor is one of \p Taken, to which it is added.
std::string freeName(llvm::StringRef Wanted, const CodeBody &Body,
                     const clang::ASTContext &Ctx, llvm::StringSet<> &Taken);

/// \p Type without reference and qualifiers, as it is written where nothing is
/// abbreviated.
std::string typeText(clang::QualType Type, const clang::ASTContext &Ctx);

/// \p Lines as the first statements of \p Block, or as its last ones, indented
/// as those that it has; a tab in them is one more step.
clang::FixItHint insertFirst(const clang::CompoundStmt &Block,
                             llvm::StringRef Lines,
                             const clang::ASTContext &Ctx);
clang::FixItHint insertLast(const clang::CompoundStmt &Block,
                            llvm::StringRef Lines,
                            const clang::ASTContext &Ctx);

/// The end of the line that goes on at \p Behind, if nothing but a comment to
/// its end does.
std::optional<clang::SourceLocation> endOfLine(clang::SourceLocation Behind,
                                               const clang::ASTContext &Ctx);

/// By what the statements of \p Block are indented more than its brace is.
std::string indentStep(const clang::CompoundStmt &Block,
                       const clang::ASTContext &Ctx);

/// Puts \p Part wherever \p Text has \p Hole.
void fill(std::string &Text, llvm::StringRef Hole, llvm::StringRef Part);

} // namespace cotidy

#endif // COTIDY_FIXITS_TEXTPARTS_H
