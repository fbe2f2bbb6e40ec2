//===--- Module.cpp - the door into clang-tidy ----------------------------===//

#include "checks/AsyncCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "model/AsyncModel.h"
#include "clang/Basic/Version.h"

using namespace clang::tidy;

namespace cotidy {
namespace {

class CotidyModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
    auto Models = std::make_shared<ModelCache>();
    for (const RegisteredCheck &Check : registeredChecks())
      Factories.registerCheckFactory(
          Check.Info.Name,
          [&Check, Models](llvm::StringRef Name, ClangTidyContext *Context) {
            return Check.Create(Name, Context, Models);
          });
  }
};

const ClangTidyModuleRegistry::Add<CotidyModule>
    Registration("cotidy", "Asynchronous mistakes in C++20 coroutine code.");

} // namespace
} // namespace cotidy
