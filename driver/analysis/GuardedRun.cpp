#include "driver/analysis/GuardedRun.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include <array>
#include <csignal>
#include <vector>

namespace cotidy::driver {

void handleCrashesOnOwnStack() {
  for (int Signal : std::array{SIGSEGV, SIGBUS}) {
    struct sigaction Handler;
    if (sigaction(Signal, nullptr, &Handler) == 0) {
      Handler.sa_flags |= SA_ONSTACK;
      sigaction(Signal, &Handler, nullptr);
    }
  }
}

bool runGuarded(llvm::function_ref<void()> Work) {
  std::vector<char> HandlerStack(256 << 10);
  llvm::CrashRecoveryContext Guard;
  return Guard.RunSafelyOnThread(
      [&] {
        stack_t Stack = {};
        Stack.ss_sp = HandlerStack.data();
        Stack.ss_size = HandlerStack.size();
        sigaltstack(&Stack, nullptr);
        Work();
      },
      GuardedStackSize);
}

} // namespace cotidy::driver
