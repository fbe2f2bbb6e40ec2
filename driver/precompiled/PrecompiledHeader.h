//===--- PrecompiledHeader.h - headers parsed for many units ----*- C++ -*-===//
//
// Units of one project begin with the same headers, which take most of the time
// that it takes to analyse them. A precompiled header holds some that several
// units begin with, parsed by a command that differs from theirs in the name of
// the source only. It serves a unit if that reads all of them for certain,
// before anything of the project is declared, and if no macro that the project
// may set before one of them has a name that occurs in them. So what the unit
// sees is what it would see by itself, as long as headers that are not the
// project's declare the same in whatever order they are included.
//
// One that is made for a single file, which somebody is working on, may hold
// headers that the file reads later. Whether that matters is seen in the parse
// that begins with it (IncludeOrder.h), which is done again if it does.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_PRECOMPILED_PRECOMPILEDHEADER_H
#define COTIDY_DRIVER_PRECOMPILED_PRECOMPILEDHEADER_H

#include "driver/analysis/FileAnalysis.h"
#include "driver/cache/FileProbe.h"
#include "driver/precompiled/IncludeOrder.h"
#include "driver/precompiled/IncludeScanner.h"

namespace cotidy::driver {

class PrecompiledHeader {
public:
  enum class For { ManyUnits, OneUnit };

  /// Parses \p Headers, as a unit would that is compiled as \p Like, and writes
  /// the result to the file \p Into (absolute). Empty if that is not possible.
  static std::optional<PrecompiledHeader> make(std::vector<std::string> Headers,
                                               For Whom, const Unit &Like,
                                               const AnalysisSettings &Settings,
                                               std::string Into);

  /// What another process needs to use it.
  std::string toBytes() const;
  static std::optional<PrecompiledHeader> fromBytes(llvm::StringRef Bytes);

  /// Where it is; absolute.
  const std::string &file() const { return File; }

  /// What it holds, as spelled; sorted.
  const std::vector<std::string> &headers() const { return Headers; }

  /// \p Base with the source that the compiler believes it was made of.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
  over(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base) const;

  /// Whether it serves a unit that reads \p Unit.
  bool serves(const CertainIncludes &Unit) const;

  /// Follows the parse of a unit that \p PP reads after it, where the order of
  /// what the unit includes may matter; else null. Must not outlive this.
  std::unique_ptr<IncludeOrder> followOrder(const Project &P,
                                            clang::Preprocessor &PP) const;

  /// To be called where the order did matter: it will not serve again.
  void discard() const;

  /// Adds to what came out of a unit which files were read for the header.
  void addTo(Outcome &Out) const;

  /// Adds to \p Reads of a unit (sorted) what was read for the header. False
  /// if they do not go together, since a file changed in between.
  bool addTo(std::vector<ReadRecord> &Reads) const;

  /// Whether all that was read for it is as it was, and the header is there.
  bool isFresh(FileProbe &Probe) const;

private:
  std::string File;
  std::vector<std::string> Headers;
  IncludeGraph Includes;       ///< empty for many units
  std::vector<uint64_t> Names; ///< hashes of all identifiers, sorted
  std::vector<std::string> Dependencies, ProjectFiles;
  std::vector<ReadRecord> Reads; ///< sorted by path
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_PRECOMPILED_PRECOMPILEDHEADER_H
