//===--- CrashingCheck.cpp - a check that crashes where code asks for it --===//
//
// And a model that does.
//
//===----------------------------------------------------------------------===//
#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/blocking/LoopContexts.h"
#include "clang/Basic/SourceManager.h"
#include <cstdlib>

namespace cotidy {
namespace {

const CheckInfo Info = {
    .Name = "async-crash",
    .Family = "test",
    .Summary = "Finds code that asks for a crash.",
    .Since = "0.1.0",
    .Precision = "very-high",
    .Tags = {},
    .Documentation = "",
};

volatile bool GoOn = true;

/// Needs stack for each call, which the compiler cannot save.
unsigned recurse(unsigned Depth) {
  volatile char Frame[4096];
  Frame[Depth % sizeof(Frame)] = 1;
  return GoOn ? recurse(Depth + 1) + Frame[0] : 0;
}

class CrashingCheck final : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    if (Model.isWritten("crash by access")) {
      volatile int *volatile Nowhere = nullptr;
      *Nowhere = 1;
    }
    if (Model.isWritten("crash by recursion"))
      llvm::errs() << recurse(0);
    if (Model.isWritten("crash by assertion"))
      std::abort();
  }
};

const RegisterCheck<CrashingCheck> Registration(Info);

} // namespace

/// The model's function, and what the linker puts in its place.
decltype(findLoopContexts) loopContextsOfModel asm("__real_" COTIDY_REPLACED);
decltype(findLoopContexts) crashingLoopContexts asm("__wrap_" COTIDY_REPLACED);

void crashingLoopContexts(llvm::ArrayRef<CodeBody *> Active,
                          std::deque<CodeBody> &Bodies,
                          const BodyCollector &Collector,
                          const Catalogue &Known, clang::ASTContext &Ctx) {
  const clang::SourceManager &SM = Ctx.getSourceManager();
  if (SM.getBufferData(SM.getMainFileID()).contains("crash in the model"))
    std::abort();
  loopContextsOfModel(Active, Bodies, Collector, Known, Ctx);
}

} // namespace cotidy
