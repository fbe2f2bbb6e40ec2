//===--- CatalogueLoader.h - packs from JSON --------------------*- C++ -*-===//
//
// Reads one pack as catalog/schema/ describes it. Reading is strict: what the
// schema does not allow is an error that names the place and the way out.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CATALOGUE_CATALOGUELOADER_H
#define COTIDY_MODEL_CATALOGUE_CATALOGUELOADER_H

#include "model/catalogue/Catalogue.h"

namespace cotidy {

/// The contents of one file.
struct Pack {
  PackInfo Info;
  std::vector<BlockingEntry> Blocking;
  std::vector<RuntimeFunction> Functions;
  std::vector<RuntimeType> Types;
  std::vector<Cut> Cuts;
  std::vector<ThreadType> ThreadTypes;
  std::vector<ThreadFunction> ThreadFunctions;
  std::vector<ClientEntry> Clients;
  std::optional<FixTarget> Target;
  /// Member types by which a class says that coroutines may not keep it.
  std::vector<std::string> DisallowedMarks;
  /// Classes of completion tokens: an argument of one makes a call
  /// asynchronous.
  std::vector<std::string> CompletionTokens, FutureTokens, StackTokens;
  /// Classes of thread pools, and of their executors and schedulers.
  std::vector<std::string> ThreadPools;
  /// Classes of a parameter that makes a coroutine start off its caller's loop.
  std::vector<std::string> StartTags;
  /// Classes whose objects tell success from failure.
  std::vector<std::string> Outcomes;
  /// Those that are an error and nothing else.
  std::vector<std::string> ErrorCodes;
  /// Classes that never suspend the coroutine that awaits them.
  std::vector<std::string> AlwaysReady;
  /// Classes that a coroutine returns which the runtime starts as `main`.
  std::vector<std::string> Programs;
  /// Classes whose objects refer to what they were made from.
  std::vector<std::string> Views;
  /// Classes whose objects tell callees that work is to end.
  std::vector<std::string> CancellationTokens;
};

/// Reads the JSON text \p Json; \p File is named in errors.
llvm::Expected<Pack> parsePack(llvm::StringRef Json, llvm::StringRef File);

} // namespace cotidy

#endif // COTIDY_MODEL_CATALOGUE_CATALOGUELOADER_H
