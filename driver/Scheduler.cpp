#include "driver/Scheduler.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/Threading.h"
#include <array>
#include <atomic>
#include <csignal>
#include <mutex>
#include <thread>
#include <vector>

namespace cotidy::driver {

/// Address space, not memory: where clang runs short of the usual 8 MiB it goes
/// on in a new thread, visitors of the tree cannot.
static constexpr unsigned StackSize = 128 << 20;

/// Lets the crash handlers that LLVM installed run on a stack of their own: a
/// thread that used up its stack has no room for them.
static void handleCrashesOnOwnStack() {
  for (int Signal : std::array{SIGSEGV, SIGBUS}) {
    struct sigaction Handler;
    if (sigaction(Signal, nullptr, &Handler) == 0) {
      Handler.sa_flags |= SA_ONSTACK;
      sigaction(Signal, &Handler, nullptr);
    }
  }
}

static Outcome analyseGuarded(const Unit &U, const AnalysisSettings &Settings) {
  // The crashed thread never comes back to what it was writing, so that the
  // outcome is handed over as the last step.
  Outcome Result;
  std::vector<char> HandlerStack(256 << 10);
  llvm::CrashRecoveryContext Guard;
  bool Survived = Guard.RunSafelyOnThread(
      [&] {
        stack_t Stack = {};
        Stack.ss_sp = HandlerStack.data();
        Stack.ss_size = HandlerStack.size();
        sigaltstack(&Stack, nullptr);
        Outcome Made = analyseFile(U, Settings);
        Result = std::move(Made);
      },
      StackSize);
  if (!Survived) {
    Result = {};
    Result.Failed = Failure{
        Settings.TheProject.display(U.Entry.File),
        "the analysis crashed; please report this with the file's source, and "
        "check the others meanwhile by excluding it in cotidy.json"};
  }
  return Result;
}

void analyseAll(llvm::ArrayRef<Unit> Units, const AnalysisSettings &Settings,
                unsigned Jobs,
                llvm::function_ref<void(const Unit &, Outcome)> Done) {
  llvm::CrashRecoveryContext::Enable();
  handleCrashesOnOwnStack();
  if (Jobs == 0)
    Jobs = llvm::hardware_concurrency().compute_thread_count();
  Jobs = std::min<size_t>(Jobs, Units.size());

  std::atomic<size_t> Next = 0;
  std::mutex DoneMutex;
  auto Work = [&] {
    for (size_t I = Next++; I < Units.size(); I = Next++) {
      Outcome O = analyseGuarded(Units[I], Settings);
      std::lock_guard Lock(DoneMutex);
      Done(Units[I], std::move(O));
    }
  };
  std::vector<std::thread> Threads;
  for (unsigned I = 0; I < Jobs; ++I)
    Threads.emplace_back(Work);
  for (std::thread &T : Threads)
    T.join();
}

} // namespace cotidy::driver
