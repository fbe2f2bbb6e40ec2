#include "driver/Scheduler.h"
#include "driver/fixing/Offers.h"
#include "llvm/ADT/STLExtras.h"
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

/// Runs \p Work on a thread with a large stack. False if it crashed.
static bool runGuarded(llvm::function_ref<void()> Work) {
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
      StackSize);
}

Outcome analyseGuarded(const Unit &U, const AnalysisSettings &Settings) {
  // The crashed thread never comes back to what it was writing, so that the
  // outcome is handed over as the last step.
  Outcome Result;
  bool Survived = runGuarded([&] {
    Outcome Made = analyseFile(U, Settings);
    Result = std::move(Made);
  });
  if (!Survived) {
    Result = {};
    Result.Failed = Failure{
        Settings.TheProject.display(U.Entry.File),
        "the analysis crashed; please report this with the file's source, and "
        "check the others meanwhile by excluding it in cotidy.json"};
  }
  finishFixes(U, Settings, Result);
  return Result;
}

void finishFixes(const Unit &U, const AnalysisSettings &Settings,
                 Outcome &Out) {
  bool Any = llvm::any_of(Out.Results,
                          [](const Result &R) { return !R.Fixes.empty(); });
  if (!Any || Settings.Fixes == FixUse::Keep)
    return;
  bool Sound = Settings.Fixes == FixUse::Verify && runGuarded([&] {
                 Outcome Verified = Out;
                 keepSoundFixes(U, Settings, Verified);
                 Out = std::move(Verified);
               });
  if (!Sound)
    for (Result &R : Out.Results)
      R.Fixes.clear();
}

void analyseAll(llvm::ArrayRef<Unit> Units, const AnalysisSettings &Settings,
                unsigned Jobs,
                llvm::function_ref<void(const Unit &, Outcome)> Done) {
  llvm::CrashRecoveryContext::Enable();
  handleCrashesOnOwnStack();
  std::mutex DoneMutex;
  inParallel(Units.size(), Jobs, [&](size_t I) {
    Outcome O = analyseGuarded(Units[I], Settings);
    std::lock_guard Lock(DoneMutex);
    Done(Units[I], std::move(O));
  });
}

void inParallel(size_t Count, unsigned Jobs,
                llvm::function_ref<void(size_t)> Work) {
  if (Jobs == 0)
    Jobs = llvm::hardware_concurrency().compute_thread_count();
  std::atomic<size_t> Next = 0;
  std::vector<std::thread> Threads;
  for (size_t T = 0; T < std::min<size_t>(Jobs, Count); ++T)
    Threads.emplace_back([&] {
      for (size_t I = Next++; I < Count; I = Next++)
        Work(I);
    });
  for (std::thread &T : Threads)
    T.join();
}

} // namespace cotidy::driver
