//===--- BlockingCalls.h - what blocks an event loop ------------*- C++ -*-===//
//
// Joins the catalogue, the loop contexts and what the code shows about a call
// (ready checks, non-blocking descriptors, shared handles) into the calls that
// do block. All blocking checks report from this one list.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_BLOCKING_BLOCKINGCALLS_H
#define COTIDY_MODEL_BLOCKING_BLOCKINGCALLS_H

#include "model/AsyncModel.h"
#include <vector>

namespace cotidy {

struct BlockingCall {
  LoopCall Where;

  /// What blocks, as a reader names it: `sleep_for`, `std::ofstream`.
  std::string Name;

  llvm::StringRef Check;    ///< check that reports it
  llvm::StringRef Category; ///< `sleep`, `file`, `bridge`, ...
  llvm::StringRef Reason;   ///< completes "'name' ..."
  Confidence Certainty = Confidence::High;
  bool Strict = false; ///< reported with StrictMode only

  /// What to use instead in this coroutine's runtime; empty where the
  /// catalogue knows of nothing but a thread.
  std::string Replacement;

  /// For a bridge: the asynchronous work it waits for, or null.
  const clang::Expr *WaitedFor = nullptr;

  /// It waits for a future that its function was given. Only the caller knows
  /// whether that is complete.
  bool WaitsForParameter = false;

  /// Further calls on the same stream, file or handle in the same body.
  std::vector<const BodyCall *> SameHandle;
};

/// Every call in \p Body, and in lambdas that it runs in place, that blocks the
/// thread, in source order. A call whose result is awaited, that a ready check
/// guards, or that works on a descriptor visibly made non-blocking is not among
/// them.
std::vector<BlockingCall> blockingCallsOf(const CodeBody &Body,
                                          const AsyncModel &Model);

/// The blocking calls of \p Model's loop contexts.
std::vector<BlockingCall> findBlockingCalls(const AsyncModel &Model);

/// Whether calls of \p Category wait only for a descriptor that is in blocking
/// mode: that of a socket, or one that may be.
inline bool waitsForDescriptor(llvm::StringRef Category) {
  return Category == "socket" || Category == "descriptor";
}

/// Whether calls of \p Category are worth a finding where nobody waits
/// (CodeBody::FirstPause): a file or a connection is not. A sleep is one too
/// many anywhere, and who waits for the loop's own work may wait for ever.
inline bool countsUnattended(llvm::StringRef Category) {
  return Category == "sleep" || Category == "bridge";
}

/// Whether what stands around \p Call, which the catalogue has in \p Category
/// and with the argument \p Handle (see BlockingEntry), shows that it never
/// waits: its descriptor is in non-blocking mode, or what it opens on no disk.
bool neverWaits(const BodyCall &Call, llvm::StringRef Category, int Handle,
                const AsyncModel &Model);

/// Whether the body of the function that \p Site calls says what the call does.
/// It does not where the catalogue knows better, or where the function is
/// declared `[[clang::nonblocking]]`.
bool mayBeFollowed(const CallSite &Site, const AsyncModel &Model);

/// What a reader calls the function that \p Site calls: the function's name,
/// the object's for a function object, the type's for a constructor.
std::string displayName(const CallSite &Site, const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_BLOCKINGCALLS_H
