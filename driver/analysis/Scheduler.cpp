#include "driver/analysis/Scheduler.h"
#include "driver/analysis/GuardedRun.h"
#include "driver/analysis/OutcomeBytes.h"
#include "driver/cache/AnalysisCache.h"
#include "driver/cache/ReadLog.h"
#include "driver/fixing/Offers.h"
#include "driver/precompiled/HeaderSharing.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/Threading.h"
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace cotidy::driver {
namespace {

std::string reasonOf(JobEnd End, const JobLimits &Limits) {
  switch (End) {
  case JobEnd::Done:
    break;
  case JobEnd::Crashed:
    return "the analysis crashed; please report this with the file's source, "
           "and check the others meanwhile by excluding it in cotidy.json";
  case JobEnd::Killed:
    return "the analysis was killed, perhaps since the system had no memory "
           "left; limit it with '--unit-memory', or do less at once with '-j'";
  case JobEnd::TookTooLong:
    return "the analysis took more than " + std::to_string(Limits.Seconds) +
           (Limits.Seconds == 1 ? " second" : " seconds") +
           " of processor time; '--unit-timeout' allows more";
  case JobEnd::NeededTooMuch:
    return "the analysis needed more than " +
           std::to_string(Limits.Bytes >> 20) +
           " MiB of memory; '--unit-memory' allows more";
  case JobEnd::NotStarted:
    return "no process could be started for it; do less at once with '-j'";
  }
  llvm_unreachable("nothing went wrong");
}

bool hasFixes(const Outcome &Out) {
  return llvm::any_of(Out.Results,
                      [](const Result &R) { return !R.Fixes.empty(); });
}

bool mustVerify(const Outcome &Out, const AnalysisSettings &Settings) {
  return Settings.Fixes == FixUse::Verify && hasFixes(Out);
}

Outcome withoutFixes(Outcome Out, const AnalysisSettings &Settings) {
  for (Result &R : Out.Results)
    R.Fixes.clear();
  // That nothing needs a comment is known without a second parse.
  if (Settings.Fixes == FixUse::LeaveOut)
    for (Suppression &S : Out.Suppressions) {
      S.Lists.clear();
      S.Removal.clear();
    }
  return Out;
}

Outcome failed(const Task &T, std::string Reason) {
  Outcome Out;
  Out.Failed = Failure{T.Settings.TheProject.display(T.U->Entry.File),
                       std::move(Reason)};
  return Out;
}

/// Whether a header was not found, which is so with and without precompiled
/// ones: in a build that is not set up that is so for most files.
bool lacksHeader(const Failure &F) {
  return llvm::StringRef(F.Message).ends_with("' file not found");
}

/// What is cached is a function of files on disk.
bool usesCache(const Task &T) { return T.Settings.Cache && !T.Settings.Edited; }

/// One task in a worker process.
class TaskRun {
public:
  TaskRun(const Task &T, UnitHeaders Headers, SendFn Send)
      : T(T), Headers(Headers), Settings(T.Settings), Send(Send) {
    Settings.Precompiled = Headers.best();
    if (usesCache(T))
      Settings.Reads = &Reads;
  }

  /// False if it crashed: then LLVM's globals are in ruins, and nothing more
  /// should be done in this process.
  bool run(llvm::StringRef Key) {
    Outcome Out;
    bool Sound = T.Made ? (Out = *T.Made, true) : analyse(Out);
    // It is done again without the precompiled header.
    if (!Sound && Settings.Precompiled)
      return false;
    if (Sound)
      Sound = finishFixes(Out);
    Send(outcomeToBytes(Out));
    if (Sound && usesCache(T))
      keep(Key, Out);
    return Sound;
  }

private:
  bool analyse(Outcome &Out) {
    // The crashed thread never comes back to what it was writing, so that the
    // outcome is handed over as the last step.
    bool Survived = runGuarded([&] {
      Outcome Made = analyseFile(*T.U, Settings);
      if (Made.Failed && Made.UsedPrecompiled && !lacksHeader(*Made.Failed)) {
        Settings.Precompiled = nullptr;
        Made = analyseFile(*T.U, Settings);
        if (!Made.Failed && Headers.Own)
          Headers.Own->discard();
      }
      Out = std::move(Made);
    });
    if (!Survived)
      Out = failed(T, reasonOf(JobEnd::Crashed, {}));
    return Survived;
  }

  /// Takes from \p Out the fixes that are not wanted; a crash costs them all.
  bool finishFixes(Outcome &Out) {
    if (Settings.Fixes == FixUse::Keep)
      return true;
    Outcome Finished = withoutFixes(Out, Settings);
    bool Survived = true;
    if (mustVerify(Out, Settings)) {
      // Should this take the process with it, there are the findings.
      Send(outcomeToBytes(Finished));
      Survived = runGuarded([&] {
        Outcome Verified = Out;
        // What a fix needs must be there without help.
        AnalysisSettings Strict = Settings;
        if (Strict.Precompiled)
          Strict.Precompiled = Headers.Shared;
        keepSoundFixes(*T.U, Strict, Verified);
        Finished = std::move(Verified);
      });
    }
    Out = std::move(Finished);
    return Survived;
  }

  void keep(llvm::StringRef Key, const Outcome &Out) {
    // A mistake in the configuration is to be said again each time.
    if (Out.Failed || !Out.ConfigurationErrors.empty())
      return;
    auto Records = Reads.take();
    if (!Records || Records->empty())
      return;
    for (const PrecompiledHeader *Used : {Headers.Own, Headers.Shared})
      if (Used && !Used->addTo(*Records))
        return;
    // What it cost this time, it will not cost the next.
    Outcome Kept = Out;
    Kept.Times.clear();
    T.Settings.Cache->store(Key, Kept, *Records);
  }

  const Task &T;
  UnitHeaders Headers;
  ReadLog Reads;
  AnalysisSettings Settings;
  SendFn Send;
};

/// Calls \p Work with each number below \p Count on \p Jobs threads.
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

/// Hands over what comes out of \p Tasks without work, or is in the cache;
/// returns the others, and sets the names under which the cache will know them.
std::vector<size_t> takeFinished(llvm::ArrayRef<Task> Tasks, unsigned Jobs,
                                 llvm::function_ref<void(size_t, Outcome)> Done,
                                 std::vector<std::string> &Keys) {
  std::vector<size_t> Others;
  std::mutex Mutex;
  inParallel(Tasks.size(), Jobs, [&](size_t I) {
    const Task &T = Tasks[I];
    std::optional<Outcome> Known;
    if (T.Made && !mustVerify(*T.Made, T.Settings)) {
      Known = T.Settings.Fixes == FixUse::Keep
                  ? *T.Made
                  : withoutFixes(*T.Made, T.Settings);
    } else if (usesCache(T)) {
      Keys[I] = T.Settings.Cache->key(*T.U, T.Settings,
                                      T.Made ? outcomeToBytes(*T.Made) : "");
      Known = T.Settings.Cache->find(Keys[I]);
      if (Known && T.Made)
        Known->Cached = T.Made->Cached;
    }
    std::lock_guard Lock(Mutex);
    if (Known)
      Done(I, std::move(*Known));
    else
      Others.push_back(I);
  });
  llvm::sort(Others);
  return Others;
}

} // namespace

void runTasks(llvm::ArrayRef<Task> Tasks, unsigned Jobs,
              llvm::function_ref<void(size_t, Outcome)> Done) {
  if (Tasks.empty())
    return;
  llvm::CrashRecoveryContext::Enable();
  handleCrashesOnOwnStack();
  std::vector<std::string> Keys(Tasks.size());
  std::vector<size_t> Todo = takeFinished(Tasks, Jobs, Done, Keys);
  JobLimits Limits = Tasks.front().Settings.Limits;
  // The stack of the thread that does the work counts as memory.
  if (Limits.Bytes)
    Limits.Bytes += GuardedStackSize;
  std::vector<size_t> Edited;
  for (size_t I : Todo)
    if (!Keys[I].empty() && Tasks[I].Settings.Cache->wasEdited(Keys[I]))
      Edited.push_back(I);
  HeaderSharing Sharing(Tasks, Todo, Edited, Jobs);
  std::vector<size_t> Again;
  auto Run = [&](llvm::ArrayRef<size_t> Which, bool Precompiled) {
    auto HeadersOf = [&](size_t I) {
      return Precompiled ? Sharing.of(I) : UnitHeaders();
    };
    runInWorkers(
        Which.size(), Jobs, Limits,
        [&](size_t N, SendFn Send) {
          size_t I = Which[N];
          Sharing.leaveFiles();
          return TaskRun(Tasks[I], HeadersOf(I), Send).run(Keys[I]);
        },
        [&](size_t N, JobEnd End, llvm::StringRef Sent) {
          size_t I = Which[N];
          const Task &T = Tasks[I];
          std::optional<Outcome> Out = outcomeFromBytes(Sent);
          bool Crashed = End == JobEnd::Done || End == JobEnd::Crashed;
          if (!Out && Crashed && HeadersOf(I).best()) {
            Again.push_back(I);
            return;
          }
          if (!Out && T.Made)
            Out = withoutFixes(*T.Made, T.Settings);
          if (!Out)
            Out = failed(T, reasonOf(Crashed ? JobEnd::Crashed : End,
                                     T.Settings.Limits));
          Done(I, std::move(*Out));
        });
  };
  Run(Todo, /*Precompiled=*/true);
  Run(Again, /*Precompiled=*/false);
  if (!Todo.empty() && usesCache(Tasks.front()))
    Tasks.front().Settings.Cache->trim();
}

void analyseAll(llvm::ArrayRef<Unit> Units, const AnalysisSettings &Settings,
                unsigned Jobs,
                llvm::function_ref<void(const Unit &, Outcome)> Done) {
  std::vector<Task> Tasks;
  for (const Unit &U : Units)
    Tasks.push_back({&U, Settings});
  runTasks(Tasks, Jobs,
           [&](size_t I, Outcome O) { Done(Units[I], std::move(O)); });
}

} // namespace cotidy::driver
