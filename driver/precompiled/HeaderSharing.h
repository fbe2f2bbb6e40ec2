//===--- HeaderSharing.h - precompiled headers of a run ---------*- C++ -*-===//
#ifndef COTIDY_DRIVER_PRECOMPILED_HEADERSHARING_H
#define COTIDY_DRIVER_PRECOMPILED_HEADERSHARING_H

#include "driver/analysis/Scheduler.h"
#include "driver/precompiled/PrecompiledHeader.h"
#include <memory>

namespace cotidy::driver {

class HeaderFamily;

/// The precompiled headers of one unit; null where it has none.
struct UnitHeaders {
  const PrecompiledHeader *Own = nullptr;    ///< made for it alone
  const PrecompiledHeader *Shared = nullptr; ///< made for it and others

  const PrecompiledHeader *best() const { return Own ? Own : Shared; }
};

/// The precompiled headers for the units of a run: those that the cache has,
/// and new ones where several units can use them, or one that is being worked
/// on. Without a cache they last as long as this does.
class HeaderSharing {
  using HeaderMap = std::map<size_t, std::shared_ptr<const PrecompiledHeader>>;

public:
  /// For those of \p Tasks that \p Todo lists. \p Edited are those of them
  /// whose source was another when the cache saw it. Makes headers in \p Jobs
  /// worker processes at once (0: one for each core), so that the process may
  /// have no other threads.
  HeaderSharing(llvm::ArrayRef<Task> Tasks, llvm::ArrayRef<size_t> Todo,
                llvm::ArrayRef<size_t> Edited, unsigned Jobs);
  ~HeaderSharing();
  HeaderSharing(const HeaderSharing &) = delete;
  HeaderSharing &operator=(const HeaderSharing &) = delete;

  /// Those for a unit of the list. Whether they serve is for the analysis to
  /// see.
  UnitHeaders of(size_t Task) const {
    auto Find = [&](const HeaderMap &In) {
      auto It = In.find(Task);
      return It == In.end() ? nullptr : It->second.get();
    };
    return {Find(Own), Find(Shared)};
  }

  /// To be called in a worker process: files without a cache go with the
  /// process that made this, and not with a worker that is told to stop.
  void leaveFiles() const;

private:
  struct Plan;

  void useKnown(const HeaderFamily &F);
  std::vector<Plan> planShared(const HeaderFamily &F) const;
  std::vector<Plan> planOwn(const HeaderFamily &F,
                            llvm::ArrayRef<size_t> Edited,
                            llvm::ArrayRef<Plan> Others) const;
  void make(std::vector<Plan> &Plans, unsigned Jobs);

  llvm::ArrayRef<Task> Tasks;
  HeaderMap Own, Shared;
  std::vector<std::string> Temporary; ///< files to remove
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_PRECOMPILED_HEADERSHARING_H
