//===--- EditorTransport.h - messages on their way --------------*- C++ -*-===//
#ifndef COTIDY_EDITOR_EDITORTRANSPORT_H
#define COTIDY_EDITOR_EDITORTRANSPORT_H

#include "editor/Clangd.h"

namespace cotidy::editor {

/// Wraps \p Inner so that the code of a finding of ours leads to the
/// documentation of its check, where clangd's link would lead nowhere, and that
/// the user reads what tellUser() was given.
std::unique_ptr<clang::clangd::Transport>
makeTransport(std::unique_ptr<clang::clangd::Transport> Inner);

/// Shows \p Text to the user as a warning, before the next diagnostics and only
/// once while the server runs. Thread-safe.
void tellUser(llvm::StringRef Text);

} // namespace cotidy::editor

#endif // COTIDY_EDITOR_EDITORTRANSPORT_H
