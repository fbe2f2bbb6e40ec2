//===--- Chains.h - chains over functions for all checks --------*- C++ -*-===//
//
// What the checks that follow calls share: the facts of the translation unit
// under the effective configuration, and in clang-tidy and clangd the chains
// that they give, together with an index of the other files if there is one.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_CHECKS_CHAINS_H
#define COTIDY_CHECKS_CHAINS_H

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "model/facts/Facts.h"
#include "model/link/Chain.h"
#include "llvm/Support/Error.h"
#include <functional>
#include <string>

namespace cotidy {

class AsyncModel;

/// Value of the option `Index` with which checks leave chains to the driver,
/// which links all files once they are analysed.
constexpr llvm::StringLiteral DeferredIndex = "deferred";

using FileNamer = std::function<std::string(clang::FileID)>;

/// The facts of \p Model's file under the configuration in \p Context. \p Name
/// says how reports call a file.
FileFacts collectFacts(const AsyncModel &Model,
                       clang::tidy::ClangTidyContext &Context,
                       const FileNamer &Name);

/// The chains of \p Model's file, with what the index in the file \p Index (may
/// be empty) knows of others. In \p Root comes the folder that names in the
/// chains are relative to. An error says what is wrong with the index; \p
/// Result then holds the chains without it.
llvm::Error findChains(const AsyncModel &Model,
                       clang::tidy::ClangTidyContext &Context,
                       llvm::StringRef Index, std::string &Root,
                       std::vector<Chain> &Result);

} // namespace cotidy

#endif // COTIDY_CHECKS_CHAINS_H
