//===--- StatementEnd.h - where a statement ends in the text ----*- C++ -*-===//
#ifndef COTIDY_FIXITS_STATEMENTEND_H
#define COTIDY_FIXITS_STATEMENTEND_H

#include "clang/AST/Stmt.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"

namespace cotidy {

/// The place behind the last token of the statement \p S, the semicolon among
/// them: clang counts it to no expression, and so not to `for (;;) f();`
/// either. Invalid where it is a macro's or does not follow.
clang::SourceLocation behindStatement(const clang::Stmt &S,
                                      const clang::SourceManager &SM,
                                      const clang::LangOptions &LangOpts);

} // namespace cotidy

#endif // COTIDY_FIXITS_STATEMENTEND_H
