//===--- ProjectOptions.h - a project's options in the editor ---*- C++ -*-===//
#ifndef COTIDY_EDITOR_PROJECTOPTIONS_H
#define COTIDY_EDITOR_PROJECTOPTIONS_H

#include "clang-tidy/ClangTidyOptions.h"

namespace cotidy::editor {

/// Adds to \p Options for \p File (absolute) the checks and options that the
/// command `cotidy` would run on it: what the `.clang-tidy` files ask for (\p
/// Asked: their globs), the profile, and the nearest cotidy.json. Other checks
/// stay as they are. Of a cotidy.json that cannot be used the user is told, and
/// the rest counts.
///
/// Paths in options (`Index`, `Catalogs`) that are relative are looked up in
/// the project's root, the folder of cotidy.json or else of the nearest
/// `.clang-tidy`: nobody knows which folder an editor starts the server in.
///
/// Thread-safe.
void addProjectOptions(llvm::StringRef Asked,
                       clang::tidy::ClangTidyOptions &Options,
                       llvm::StringRef File);

} // namespace cotidy::editor

#endif // COTIDY_EDITOR_PROJECTOPTIONS_H
