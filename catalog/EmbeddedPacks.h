//===--- EmbeddedPacks.h - the packs compiled into the module ---*- C++ -*-===//
#ifndef COTIDY_CATALOG_EMBEDDEDPACKS_H
#define COTIDY_CATALOG_EMBEDDEDPACKS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy {

struct EmbeddedPack {
  llvm::StringRef File; ///< relative to the repository's root
  llvm::StringRef Json;
};

/// Every catalog/**/*.json but the schemas, sorted by file.
llvm::ArrayRef<EmbeddedPack> embeddedPacks();

} // namespace cotidy

#endif // COTIDY_CATALOG_EMBEDDEDPACKS_H
