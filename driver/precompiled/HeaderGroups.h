//===--- HeaderGroups.h - which units share which headers -------*- C++ -*-===//
#ifndef COTIDY_DRIVER_PRECOMPILED_HEADERGROUPS_H
#define COTIDY_DRIVER_PRECOMPILED_HEADERGROUPS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <cstdint>
#include <string>
#include <vector>

namespace cotidy::driver {

/// Headers to parse once for several units.
struct HeaderGroup {
  std::vector<std::string> Headers; ///< sorted; may be none
  std::vector<size_t> Units;        ///< at least two, sorted
};

/// How much the compiler reads for \p Headers, in bytes.
using WeighFn = llvm::function_ref<uint64_t(const std::vector<std::string> &)>;

/// Groups units, of which each has a sorted list of headers in \p Units, such
/// that parsing the headers of a group once instead of for each of its units
/// saves much. \p Weigh is asked for few lists of headers, for \p Units that
/// begin with something in any case for the empty one, too. A unit is in one
/// group at most.
std::vector<HeaderGroup>
groupByHeaders(llvm::ArrayRef<std::vector<std::string>> Units, WeighFn Weigh);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_PRECOMPILED_HEADERGROUPS_H
