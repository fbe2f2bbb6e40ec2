//===--- CatalogueImpl.h - a loaded catalogue -------------------*- C++ -*-===//
#ifndef COTIDY_MODEL_CATALOGUE_CATALOGUEIMPL_H
#define COTIDY_MODEL_CATALOGUE_CATALOGUEIMPL_H

#include "model/catalogue/Catalogue.h"
#include "model/catalogue/CatalogueLoader.h"
#include "model/catalogue/NameIndex.h"

namespace cotidy {

struct Catalogue::Impl {
  std::vector<PackInfo> Packs;
  std::vector<BlockingEntry> Blocking;
  std::vector<RuntimeFunction> Functions;
  std::vector<RuntimeType> Types;
  std::vector<std::pair<NamePattern, Cut>> Cuts;
  std::vector<ThreadType> ThreadTypes;
  std::vector<ThreadFunction> ThreadFunctions;
  std::vector<ClientEntry> Clients;
  std::vector<FixTarget> Targets;
  std::vector<std::string> DisallowedMarks;
  std::vector<NamePattern> CompletionTokens, FutureTokens, StackTokens,
      ThreadPools, StartTags, Outcomes, ErrorCodes, AlwaysReady, Programs,
      AsyncMutexes, Views, CancellationTokens;

  // Rules point into the vectors above, which do not change once indexed.
  NameIndex BlockingIndex, FunctionIndex, ThreadFunctionIndex, ClientIndex;
  struct NamedEntry {
    NamePattern Name;
    const void *Entry;
  };
  /// By the last component of the name.
  llvm::StringMap<std::vector<NamedEntry>> TypeIndex, StreamClasses,
      StreamObjects, ThreadTypeIndex;

  /// Adds \p P; its entries replace those of the same name.
  void add(Pack P);

  /// Builds the indices.
  void index();
};

} // namespace cotidy

#endif // COTIDY_MODEL_CATALOGUE_CATALOGUEIMPL_H
