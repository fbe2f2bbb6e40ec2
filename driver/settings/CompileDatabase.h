//===--- CompileDatabase.h - compile commands -------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SETTINGS_COMPILEDATABASE_H
#define COTIDY_DRIVER_SETTINGS_COMPILEDATABASE_H

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace cotidy::driver {

/// One way a source file is compiled.
struct CompileEntry {
  std::string File; ///< absolute, without `.` and `..`
  clang::tooling::CompileCommand Command;
};

struct CompileDatabase {
  /// The compile_commands.json that was read; empty for arguments after `--`.
  std::string File;
  std::vector<CompileEntry> Entries;

  /// The folder of \c File with symbolic links resolved: a link in the source
  /// folder to the real file in the build folder leads to the build folder.
  std::string realFolder() const;
};

/// Finds compile_commands.json: \p Build is that file or its folder; if empty,
/// the working folder, its `build/`, and the same in each parent are tried.
/// The error tells how to make one.
llvm::Expected<std::string> findDatabase(llvm::StringRef Build);

/// Reads \p File. The error tells the line and the reason. Response files in
/// commands are expanded.
llvm::Expected<CompileDatabase> readDatabase(llvm::StringRef File);

/// The commands for \p Files given by arguments after `--`.
CompileDatabase fixedDatabase(llvm::ArrayRef<std::string> Files,
                              llvm::ArrayRef<std::string> Arguments);

/// \p Path made absolute against \p Folder (the working folder if empty),
/// without `.` and `..`.
std::string absolutePath(llvm::StringRef Path, llvm::StringRef Folder = "");

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SETTINGS_COMPILEDATABASE_H
