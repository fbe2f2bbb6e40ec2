//===--- CrashingCheck.cpp - a check that crashes where code asks for it --===//
#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
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
} // namespace cotidy
