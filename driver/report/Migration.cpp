#include "driver/report/Migration.h"
#include "checks/CheckInfo.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {

llvm::ArrayRef<MigrationGroup> migrationGroups() {
  static const std::vector<MigrationGroup> Groups = {
      {"Databases", {"database"}},
      {"HTTP and network", {"http", "rpc", "socket", "dns"}},
      {"Files", {"file", "stdin", "logging", "descriptor"}},
      {"Caches", {"cache"}},
      {"Brokers and other libraries", {"broker", "system", "variant"}},
      {"CPU work",
       {"cpu", "parse", "codec", "crypto", "compression", "inference",
        "algebra", "regex", "sort", "hash"}},
      {"Waits", {"wait", "sleep", "lock", "process", "bridge", "polling"}},
  };
  return Groups;
}

bool stopsLoop(const Result &R) {
  const RegisteredCheck *C = findCheck(R.Check);
  // A lock held over a suspension is a mistake of another kind.
  if (!C || (C->Info.Family != "blocking" && C->Info.Family != "cost"))
    return false;
  return llvm::any_of(migrationGroups(), [&](const MigrationGroup &G) {
    return llvm::is_contained(G.Categories, R.Category);
  });
}

} // namespace cotidy::driver
