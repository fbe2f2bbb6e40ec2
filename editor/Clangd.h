//===--- Clangd.h - what clangd's libraries hold ----------------*- C++ -*-===//
//
// LLVM's packages hold clangd as libraries, without their headers. Declared
// here is what cotidy-clangd calls or replaces, as LLVM 22 has it: the linker
// tells when a name is no more, and the tests when a meaning is another.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_EDITOR_CLANGD_H
#define COTIDY_EDITOR_CLANGD_H

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdio>
#include <memory>
#include <optional>

namespace clang::clangd {

/// clangd's main function. Returns its exit status.
int clangdMain(int Argc, char *Argv[]);

/// Changes the options for a file. Called on several threads at once.
using TidyProvider = llvm::unique_function<void(tidy::ClangTidyOptions &,
                                                llvm::StringRef File) const>;

/// The connection to the client. Messages are sent one at a time, also while
/// one is received.
class Transport {
public:
  virtual ~Transport() = default;
  virtual void notify(llvm::StringRef Method, llvm::json::Value Params) = 0;
  virtual void call(llvm::StringRef Method, llvm::json::Value Params,
                    llvm::json::Value Id) = 0;
  virtual void reply(llvm::json::Value Id,
                     llvm::Expected<llvm::json::Value> Result) = 0;
  class MessageHandler;
  virtual llvm::Error loop(MessageHandler &Handler) = 0;
};

enum JSONStreamStyle { Standard, Delimited };

} // namespace clang::clangd

#endif // COTIDY_EDITOR_CLANGD_H
