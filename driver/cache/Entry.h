//===--- Entry.h - one entry of the cache as bytes --------------*- C++ -*-===//
//
// Layout: `COTC`, the version as a little-endian 32-bit number, the xxh3 hash
// of what follows, then values as ByteWriter has them. A path is stored as what
// it has in common with the one before and the rest.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_CACHE_ENTRY_H
#define COTIDY_DRIVER_CACHE_ENTRY_H

#include "driver/cache/FileProbe.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy::driver {

struct CacheEntry {
  std::string Key;
  std::vector<ReadRecord> Reads; ///< sorted by path
  std::string Outcome;           ///< as outcomeToBytes() has it
};

std::string entryToBytes(const CacheEntry &Entry);

/// Empty if \p Bytes are no whole entry.
std::optional<CacheEntry> entryFromBytes(llvm::StringRef Bytes);

/// The outcome in \p Bytes, an entry for \p Key of whose records each one
/// \p Holds; else empty. The records, thousands in each entry, are not kept.
std::optional<std::string>
outcomeIn(llvm::StringRef Bytes, llvm::StringRef Key,
          llvm::function_ref<bool(const ReadRecord &)> Holds);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_CACHE_ENTRY_H
