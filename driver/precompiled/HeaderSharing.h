//===--- HeaderSharing.h - precompiled headers of a run ---------*- C++ -*-===//
#ifndef COTIDY_DRIVER_PRECOMPILED_HEADERSHARING_H
#define COTIDY_DRIVER_PRECOMPILED_HEADERSHARING_H

#include "driver/analysis/Scheduler.h"
#include "driver/precompiled/PrecompiledHeader.h"
#include <memory>

namespace cotidy::driver {

/// The precompiled headers for the units of a run: those that the cache has,
/// and new ones where several units can use them. Without a cache they last as
/// long as this does.
class HeaderSharing {
public:
  /// For those of \p Tasks that \p Todo lists. Makes headers in \p Jobs worker
  /// processes at once (0: one for each core), so that the process may have no
  /// other threads.
  HeaderSharing(llvm::ArrayRef<Task> Tasks, llvm::ArrayRef<size_t> Todo,
                unsigned Jobs);
  ~HeaderSharing();
  HeaderSharing(const HeaderSharing &) = delete;
  HeaderSharing &operator=(const HeaderSharing &) = delete;

  /// The header for a unit of the list; null if it has none. Whether it serves
  /// is for the analysis to see.
  const PrecompiledHeader *of(size_t Task) const {
    auto It = Headers.find(Task);
    return It == Headers.end() ? nullptr : It->second.get();
  }

  /// To be called in a worker process: files without a cache go with the
  /// process that made this, and not with a worker that is told to stop.
  void leaveFiles() const;

private:
  struct Family;
  struct Plan;

  void useKnown(Family &F);
  void plan(Family &F, std::vector<Plan> &Plans) const;
  void make(std::vector<Plan> &Plans, unsigned Jobs);

  llvm::ArrayRef<Task> Tasks;
  std::map<size_t, std::shared_ptr<const PrecompiledHeader>> Headers;
  std::vector<std::string> Temporary; ///< files to remove
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_PRECOMPILED_HEADERSHARING_H
