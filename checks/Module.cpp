//===--- Module.cpp - the door into clang-tidy ----------------------------===//

#include "checks/AsyncCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "model/AsyncModel.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/DenseMap.h"
#include <mutex>

using namespace clang::tidy;

namespace cotidy {
namespace {

/// One ModelCache for the checks of each context. clangd keeps one set of
/// factories for all of its threads, each of which has its own context.
class ModelCaches {
public:
  std::shared_ptr<ModelCache> of(const ClangTidyContext &Context) {
    std::lock_guard<std::mutex> Guard(Lock);
    // The checks own the cache: it goes with the last of them, before another
    // context can be at the same address.
    std::weak_ptr<ModelCache> &Known = ByContext[&Context];
    std::shared_ptr<ModelCache> Cache = Known.lock();
    if (!Cache)
      Known = Cache = std::make_shared<ModelCache>();
    return Cache;
  }

private:
  std::mutex Lock;
  llvm::DenseMap<const ClangTidyContext *, std::weak_ptr<ModelCache>> ByContext;
};

class CotidyModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
    auto Caches = std::make_shared<ModelCaches>();
    for (const RegisteredCheck &Check : registeredChecks())
      Factories.registerCheckFactory(
          Check.Info.Name,
          [&Check, Caches](llvm::StringRef Name, ClangTidyContext *Context) {
            return Check.Create(Name, Context, Caches->of(*Context));
          });
  }
};

const ClangTidyModuleRegistry::Add<CotidyModule>
    Registration("cotidy", "Asynchronous mistakes in C++20 coroutine code.");

} // namespace
} // namespace cotidy
