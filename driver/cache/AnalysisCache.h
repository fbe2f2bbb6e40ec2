//===--- AnalysisCache.h - outcomes of earlier runs -------------*- C++ -*-===//
//
// An entry holds what came out of one file, and a record of all that was read
// and looked for on the way. Its name is a hash of what is known before: the
// compile command, the options, the project's limits, catalogues, the contents
// of the source, and this program. It counts if each of its records still
// holds. Under one name there are a few, for branches that one goes to and fro
// between.
//
// Entries are written to temporary names and renamed, and hold their own hash:
// whoever is killed, at whatever moment, leaves no half of one, and several
// processes do not disturb each other. What cannot be read is not there.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_CACHE_ANALYSISCACHE_H
#define COTIDY_DRIVER_CACHE_ANALYSISCACHE_H

#include "driver/analysis/FileAnalysis.h"
#include "driver/cache/FileProbe.h"
#include "llvm/Support/Error.h"

namespace cotidy::driver {

class AnalysisCache {
public:
  /// Keeps entries in \p Folder (absolute), which is made if need be, and lets
  /// them take \p MaxBytes. The error names the folder.
  static llvm::Expected<std::unique_ptr<AnalysisCache>> open(std::string Folder,
                                                             uint64_t MaxBytes);

  /// The name of what comes out of \p U with \p Settings. \p Extra is what
  /// else the result depends on. Thread-safe. The names of one file's versions
  /// differ in what comes after the first dash.
  std::string key(const Unit &U, const AnalysisSettings &Settings,
                  llvm::StringRef Extra = {}) const;

  /// What an earlier run made of \p Key, if it would come out the same now.
  /// Thread-safe.
  std::optional<Outcome> find(llvm::StringRef Key);

  /// Whether it has results of the file that \p Key stands for, but none of its
  /// present version. Thread-safe.
  bool wasEdited(llvm::StringRef Key) const;

  /// Keeps \p Out, which was made of \p Reads. Without effect where it cannot
  /// be written. Thread-safe.
  void store(llvm::StringRef Key, const Outcome &Out,
             const std::vector<ReadRecord> &Reads);

  /// The precompiled headers of earlier runs for units of the family that \p
  /// Family names, a text that says all that the units have in common. The
  /// largest comes first; nothing that they were made of has changed.
  std::vector<std::shared_ptr<const PrecompiledHeader>>
  findHeaders(llvm::StringRef Family);

  /// A name for the file of a new one; empty if none can be made.
  std::string newHeaderFile(llvm::StringRef Family) const;

  /// Keeps \p Made, whose file has a name from newHeaderFile().
  void storeHeader(llvm::StringRef Family, const PrecompiledHeader &Made) const;

  /// Keeps in mind for a day that it was tried to make one of \p Headers for
  /// \p Family, whatever came of it.
  void storeTrial(llvm::StringRef Family,
                  llvm::ArrayRef<std::string> Headers) const;
  bool hasTried(llvm::StringRef Family,
                llvm::ArrayRef<std::string> Headers) const;

  /// Deletes the entries that were not used for longest until the rest fits,
  /// before them those that take more than a quarter of the space each, and
  /// what killed processes left behind.
  void trim() const;

private:
  AnalysisCache(std::string Folder, uint64_t MaxBytes);

  std::string entryFile(llvm::StringRef Key, unsigned Slot) const;
  std::string headerKey(llvm::StringRef Family) const;
  std::string trialFile(llvm::StringRef Family,
                        llvm::ArrayRef<std::string> Headers) const;
  /// Writes \p Bytes where those of \p Key stand that are the oldest.
  void storeBytes(llvm::StringRef Key, llvm::StringRef Bytes) const;

  std::string Folder;
  uint64_t MaxBytes;
  std::string Common; ///< what is the same for all keys
  FileProbe Probe;
};

/// The folder of the cache where the user names none: that of the environment
/// variable COTIDY_CACHE_DIR, `cotidy` in XDG_CACHE_HOME, or in `~/.cache`.
/// Empty if there is no home.
std::string defaultCacheFolder();

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_CACHE_ANALYSISCACHE_H
