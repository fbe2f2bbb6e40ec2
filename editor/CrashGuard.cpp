#include "editor/CrashGuard.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <memory>
#include <mutex>

namespace cotidy::editor {
namespace {

constexpr unsigned MostCrashes = 5;

/// How often each analysis crashed, by name.
class CrashCounts {
public:
  bool areTooMany(llvm::StringRef Name) {
    std::lock_guard<std::mutex> Guard(Lock);
    return Counts.lookup(Name) >= MostCrashes;
  }
  void add(llvm::StringRef Name) {
    std::lock_guard<std::mutex> Guard(Lock);
    ++Counts[Name];
  }

private:
  std::mutex Lock;
  llvm::StringMap<unsigned> Counts;
};

/// Gives the thread a stack for signal handlers, as the handler of an endless
/// recursion has none left.
class SignalStack {
public:
  SignalStack() {
    stack_t There = {};
    if (sigaltstack(nullptr, &There) || !(There.ss_flags & SS_DISABLE))
      return; // the main thread's is LLVM's
    Memory = std::make_unique<char[]>(Size);
    stack_t Ours = {};
    Ours.ss_sp = Memory.get();
    Ours.ss_size = Size;
    sigaltstack(&Ours, nullptr);
  }
  ~SignalStack() {
    if (!Memory)
      return;
    stack_t None = {};
    None.ss_flags = SS_DISABLE;
    sigaltstack(&None, nullptr);
  }
  SignalStack(const SignalStack &) = delete;
  SignalStack &operator=(const SignalStack &) = delete;

private:
  static constexpr size_t Size = 64 * 1024;
  std::unique_ptr<char[]> Memory;
};

/// Has LLVM's handlers of crashes run on the stack for signals, which LLVM
/// itself does not ask for.
void enableRecovery() {
  llvm::CrashRecoveryContext::Enable();
  for (int Signal : {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP}) {
    struct sigaction Action = {};
    if (sigaction(Signal, nullptr, &Action))
      continue;
    Action.sa_flags |= SA_ONSTACK;
    sigaction(Signal, &Action, nullptr);
  }
}

} // namespace

bool surviveCrash(llvm::StringRef Name, llvm::function_ref<void()> Analysis) {
  static CrashCounts Crashes;
  if (Crashes.areTooMany(Name))
    return false;
  // clangd has set handlers of its own by now; what crashes elsewhere is still
  // theirs.
  static std::once_flag Enabled;
  std::call_once(Enabled, enableRecovery);
  thread_local SignalStack Stack;

  llvm::CrashRecoveryContext Context;
  if (Context.RunSafely(Analysis))
    return true;
  Crashes.add(Name);
  llvm::errs() << "cotidy: " << Name << " crashed\n";
  llvm::errs().flush();
  return false;
}

} // namespace cotidy::editor
