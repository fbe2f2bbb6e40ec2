//===--- Workers.h - jobs in processes of their own -------------*- C++ -*-===//
//
// Workers are forked and do not execute the program anew: what was planned is
// in their memory, so that a job is a number. That is sound since the process
// that forks has no other threads, and costs about a millisecond for each
// worker, which does many jobs.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_ANALYSIS_WORKERS_H
#define COTIDY_DRIVER_ANALYSIS_WORKERS_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace cotidy::driver {

/// What one job may use; 0: as much as there is.
struct JobLimits {
  unsigned Seconds = 0; ///< of processor time: others may be at work too
  uint64_t Bytes = 0;   ///< of memory, beyond what the worker had before
};

/// What became of a job.
enum class JobEnd {
  Done,
  Crashed,
  Killed, ///< by somebody else, such as a system that ran out of memory
  TookTooLong,
  NeededTooMuch, ///< memory
  NotStarted     ///< no process could be made
};

/// Hands bytes to the process that waits for them.
using SendFn = llvm::function_ref<void(llvm::StringRef Bytes)>;

/// Runs \p Job with each number below \p Count in worker processes, \p Workers
/// at once (0: one for each core). It runs on the worker's first thread, and
/// returns false if the worker should not do another job. \p Done is called
/// here, for each job as it ends, in any order, with what it sent last. The
/// caller must be the only thread of the process. Workers end with the process,
/// however that ends.
void runInWorkers(
    size_t Count, unsigned Workers, const JobLimits &Limits,
    llvm::function_ref<bool(size_t, SendFn)> Job,
    llvm::function_ref<void(size_t, JobEnd, llvm::StringRef Sent)> Done);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_WORKERS_H
