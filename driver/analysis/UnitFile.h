//===--- UnitFile.h - from `facts` to `link` --------------------*- C++ -*-===//
//
// What came out of one source file, or of all of a shard, for a report that is
// made later. Layout: `COTU`, the version as a little-endian 32-bit number, the
// size and the xxh3 hash of what follows as 64-bit numbers, then values as
// ByteWriter has them. It is no JSON, since sources and so messages may hold
// bytes that are no UTF-8. The same input gives the same bytes on every
// machine.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_ANALYSIS_UNITFILE_H
#define COTIDY_DRIVER_ANALYSIS_UNITFILE_H

#include "driver/analysis/FileAnalysis.h"
#include "driver/settings/Configuration.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {

/// Raised with every change of the layout or of a meaning.
constexpr uint32_t UnitVersion = 7;

/// Ending of the files that `link` looks for in folders.
constexpr llvm::StringLiteral UnitExtension = ".cotidy";

/// A source as it was when it was analysed.
struct SourceState {
  std::string File; ///< relative to the root
  uint64_t Hash = 0;
  auto operator<=>(const SourceState &) const = default;
};

/// A part of a project's files.
struct DealtShard {
  Shard Which;
  uint64_t Dealt = 0; ///< a hash of how all files were dealt
};

struct UnitFile {
  std::string Root; ///< absolute
  std::string Profile;
  std::string Checks;           ///< globs of cotidy.json and of `--checks`
  Thresholds Limits;            ///< of cotidy.json
  std::optional<DealtShard> Of; ///< it holds the files of one shard
  /// What came out of one way in which a source is compiled. Mistakes in the
  /// configuration are not kept: a unit file is not written then.
  struct Part {
    std::string File; ///< the source as reports show it
    Outcome Result;
  };
  std::vector<Part> Parts;
  std::vector<SourceState> Sources; ///< sorted by file
};

void writeUnit(const UnitFile &Unit, llvm::raw_ostream &OS);

/// Reads what writeUnit() wrote. The error tells what \p Bytes are instead and
/// the way out; it does not name the file. Never crashes, whatever the bytes.
llvm::Expected<UnitFile> readUnit(llvm::StringRef Bytes);

/// The files below \p Root that findings and facts of \p Parts stand in, as
/// they are now. What cannot be read has the hash 0.
std::vector<SourceState> statesOfSources(llvm::ArrayRef<UnitFile::Part> Parts,
                                         llvm::StringRef Root);

/// The hash of the file \p File (relative to \p Root); 0 if it cannot be read.
uint64_t hashSource(llvm::StringRef File, llvm::StringRef Root);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_UNITFILE_H
