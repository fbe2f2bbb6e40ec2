//===--- Catalogue.h - what is known about libraries ------------*- C++ -*-===//
//
// The data under catalog/, compiled into the module, and the project's own
// files of the same form. All knowledge of a particular library is here; checks
// ask by call and by type and never by name.
//
// Thread safety: a Catalogue is immutable once loaded and may be shared by
// threads.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CATALOGUE_CATALOGUE_H
#define COTIDY_MODEL_CATALOGUE_CATALOGUE_H

#include "model/Confidence.h"
#include "model/catalogue/FixTarget.h"
#include "model/code/CallSite.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cotidy {

/// A condition on a call's arguments, decided by constant folding.
struct ArgumentCondition {
  enum Kind {
    Zero,       ///< constant 0, or a std::chrono duration constant-folded to 0
    Null,       ///< null pointer constant
    AtMost,     ///< a constant no larger than \c Value
    Flag,       ///< a bit of \c Value, or the macro or enumerator \c Name
    NotFlag,    ///< the argument is constant and lacks the flag
    Type,       ///< argument's class is \c Name (`std::defer_lock_t`)
    ThreadPool, ///< argument is a thread pool or an executor of one
    NotThreadPool, ///< argument is there and nothing shows it is a thread pool
    Awaited,       ///< argument is what awaiting a value of the class gives
    CompletionToken, ///< any argument is a completion token: call is async
    Count            ///< number of written arguments is within [Min, Max]
  };
  Kind K;
  int Argument = -1; ///< index of the written argument; -1: any argument
  std::string Name;
  int64_t Value = 0;
  unsigned Min = 0, Max = ~0U;
};

/// Where a name exists, for the test that every name can match. Versions are
/// the library's own.
struct Availability {
  std::string MinVersion, MaxVersion; ///< empty: any
  std::vector<std::string> AbsentIn;  ///< `libstdc++-12`, `debian-12`
  std::vector<std::string> Headers;   ///< beside the pack's
  std::optional<std::string> Package; ///< instead of the pack's
};

/// What an entry's name means.
enum class NameKind {
  Function,    ///< a function, member, constructor or function object
  StreamClass, ///< every operation on a stream of this static type
  StreamObject ///< every operation on the stream variable of this name
};

/// One blocking (or CPU-heavy) operation.
struct BlockingEntry {
  std::string Name; ///< qualified; may hold `*`
  NameKind Kind = NameKind::Function;
  std::string Pack;     ///< name of the pack, `posix-files`
  std::string Check;    ///< check that reports it, `async-sync-io`
  std::string Category; ///< `sleep`, `file`, `database`, ...
  Confidence Certainty = Confidence::High;
  std::string Reason;  ///< completes "'name' ...": `waits for the reply`
  bool Strict = false; ///< reported with StrictMode only
  double Cost = 0;     ///< estimated basic steps of one call; 0: unknown
  /// Argument whose object identifies the stream, file or connection: several
  /// calls on one are one finding. -1: the receiver; -2: none.
  int Handle = -2;
  /// What to use instead, by fix target: `asio`, `corun`, ...
  std::map<std::string, std::string> Replacement;
  /// The call does not block if any of these holds.
  std::vector<ArgumentCondition> NonblockingIf;
  /// The call blocks only if all of these hold.
  std::vector<ArgumentCondition> BlocksIf;
  /// Queries on the same object that make the wait immediate when they guard
  /// it: `wait_for`, `isReady`.
  std::vector<std::string> ReadyChecks;
  /// Where code of the file names one of these, the call may not block after
  /// all (a database in memory): then it is reported with StrictMode only.
  std::vector<std::string> StrictIfNamed;
  /// A function without scope is C's unless this is set: it has C linkage.
  bool GlobalCxx = false;
  std::string ReceiverDerives; ///< pattern of the receiver's class or a base
  std::string Returns;         ///< pattern of the return type's class
  std::string FirstParameter;  ///< pattern of the first parameter's class
  std::vector<std::string> Except; ///< member names a wildcard does not mean
  Availability Where;
};

/// What happens to a task that is dropped without being awaited.
enum class DropEffect {
  NeverRuns,           ///< lazy: the body never runs
  RunsOnExceptionLost, ///< runs to its end, its exception is lost
  RunsOn,              ///< runs to its end
  Cancelled,           ///< destroying the handle cancels the work
  Terminates,          ///< destroying the handle calls std::terminate
  Waits,               ///< destroying the handle parks the thread until the end
  Nothing              ///< an operation that is never started
};

enum class AwaitRule {
  None,
  RvalueOnly,
  Single,
  LvalueConsumes,
  LvalueRereads,
  Multi
};

enum class TypeKind {
  Task,           ///< a coroutine's or operation's result that one awaits
  Generator,      ///< synchronous: iterating it runs on the caller's stack
  AsyncGenerator, ///< its elements are awaited
  Detached,       ///< return type of coroutines that run unattended by design
  Operation,      ///< awaitable that is no coroutine (timer, schedule())
  Future,         ///< eager result with a blocking get()
  Scope,          ///< collects tasks and must be joined
  Guard           ///< what awaiting a lock gives: held until it is destroyed
};

/// How cancellation ends the coroutines of a runtime.
struct CancellationRule {
  /// Classes of exceptions that an await throws when it is cancelled; empty:
  /// the runtime does not cancel by exception.
  std::vector<std::string> Exceptions;
  /// What tells cancellation from the other errors that the exceptions stand
  /// for, as a reader writes it; empty: they mean nothing else.
  std::string Code;
  /// Once the coroutine is cancelled, each later await throws again.
  bool Persists = false;
};

struct RuntimeType {
  std::string Name;    ///< qualified name of the class (template)
  std::string Runtime; ///< name of the pack
  TypeKind Kind = TypeKind::Task;
  bool Lazy = true;
  AwaitRule Await = AwaitRule::Single;
  DropEffect Drop = DropEffect::NeverRuns;
  bool DropLegitimate = false; ///< dropping it is how the library is used
  bool ReturnsHome = false;    ///< after each await on its coroutine's executor
  bool AwaitAtOnce =
      false; ///< only ever awaited in the expression that makes it
  /// Inside a coroutine of the same runtime: an expression, with `{}` for the
  /// task, that lets it run on its own; empty: none. \c SpawnNeeds are the
  /// names that must be declared for it.
  std::string Spawn;
  std::vector<std::string> SpawnNeeds;
  CancellationRule Cancellation;
  Availability Where;
};

enum class RuntimeRole {
  Sink,         ///< takes a task over: it will run
  Combinator,   ///< takes tasks and gives an awaitable that runs them
  Offload,      ///< runs a callable argument off the loop
  InPlace,      ///< runs a callable argument at once, on this thread
  LoopCallback, ///< runs a callable argument later, on the loop
  Bridge,       ///< waits synchronously for asynchronous work
  Sleep,
  Yield,
  Move,      ///< awaiting it moves the coroutine off the loop
  MoveBack,  ///< awaiting it moves the coroutine to a loop. With Move: to an
             ///< executor that the call does not show
  FalseMove, ///< looks like Move, but the coroutine resumes where it was
  Wrapper,   ///< gives a callable that calls the callable argument
  Ready,     ///< gives a future that is complete: waiting for it takes no time
  Readiness, ///< awaiting it ends when a descriptor can be read or written
  Accept,    ///< awaiting it ends when somebody connects
  Join,      ///< awaiting it ends when all tasks of the scope have ended
  Network,   ///< awaiting it ends when the other side of a connection acts
  TimeLimit, ///< awaiting it ends within a time that it is given
  Redirect,  ///< puts the error of an operation into the argument
  Ignorable  ///< an operation whose failure is ignored as a rule
};

struct RuntimeFunction {
  std::string Name;    ///< qualified; may end in `*`
  std::string Runtime; ///< name of the pack
  RuntimeRole Role = RuntimeRole::Sink;
  /// Index of the argument the role is about (task or callable); -1: the
  /// receiver; -2: every argument.
  int Argument = -2;
  std::string Reason; ///< for bridges
  Confidence Certainty = Confidence::High;
  std::map<std::string, std::string> Replacement; ///< by fix target
  std::vector<ArgumentCondition> NonblockingIf;   ///< for bridges
  std::vector<ArgumentCondition> OnlyIf; ///< role holds only if all hold
  /// For sinks: the call's own result is again lazy and must be awaited, when
  /// one of these holds (`co_spawn(ex, t, use_awaitable)`).
  std::vector<ArgumentCondition> ResultStillLazyIf;
  /// For sinks: the task runs to its first suspension before the call returns
  /// when one of these holds.
  std::vector<ArgumentCondition> StartsInPlaceIf;
  /// For sinks: nobody learns of the task's exceptions when one of these holds.
  std::vector<ArgumentCondition> ErrorsLostIf;
  std::vector<std::string> ReadyChecks; ///< as BlockingEntry's
  /// What the callable argument returns is thrown away.
  bool DropsResult = false;
  /// For bridges: where a coroutine calls it before it suspends, it turns its
  /// thread into the loop's and does not run on it.
  bool DrivesLoop = false;
  /// For bridges: the task keeps its result for somebody else to take, though
  /// the call may return one of the same type.
  bool LeavesValue = false;
  /// For callbacks: runs when the program's operator says so, for nobody who
  /// waits.
  bool ForOperator = false;
  /// For callbacks: the callable is destroyed when it has returned, while the
  /// coroutine that it may be goes on.
  bool DestroysCallable = false;
  /// For callbacks: some executors run the callable before the call returns.
  bool MayRunInPlace = false;
  Availability Where;
};

/// What a class has to do with the thread that uses it.
enum class ThreadTypeKind {
  Mutex,   ///< parks the thread that waits for it
  Guard,   ///< holds mutexes until it is destroyed
  Bound,   ///< another scope that belongs to the thread that opens it
  Callback ///< holds any callable
};

struct ThreadType {
  std::string Name; ///< qualified name of the class (template)
  ThreadTypeKind Kind = ThreadTypeKind::Mutex;
  std::string Reason; ///< of Bound: completes "'name' ..."
  /// Classes of a constructor's argument that leaves a guard unlocked.
  std::vector<std::string> DeferredBy;
  Availability Where;
};

enum class ThreadRole {
  Lock,
  TryLock,
  Unlock,
  Owns,        ///< asks a guard whether it is locked
  Wait,        ///< gives the lock back before it returns
  ThreadLocal, ///< gives a pointer or reference to data of the calling thread
  Errno,       ///< gives the error code of the thread's last call
  LastError,   ///< gives what the thread's last call of a library left
  Resume       ///< runs coroutines or callbacks that wait
};

struct ThreadFunction {
  std::string Name; ///< qualified; may end in `*`
  ThreadRole Role = ThreadRole::Lock;
  /// Index of the argument that is the mutex or guard; -1: the receiver; -2:
  /// every argument.
  int Argument = -2;
  bool SuccessIsZero = false; ///< TryLock: 0 says that it has locked
  std::string Reason;         ///< Resume: completes "'name' ..."
  Availability Where;
};

/// A function, or a constructor, that makes what is dear to make and meant to
/// be kept: a connection, a client, a pool.
struct ClientEntry {
  std::string Name; ///< qualified; may end in `*`
  std::string What; ///< `a database connection`
  std::string Cost; ///< what each one does: `connects and logs in`
  Availability Where;
};

/// A function whose callers are not told what blocks inside it.
struct Cut {
  std::string Name; ///< qualified, with `*` as in NamePattern
  std::string Reason;
};

struct PackInfo {
  std::string Name, Title, Url, File;
  bool IsRuntime = false;
  bool IsBuiltin = false;             ///< compiled in, not a project's file
  std::vector<std::string> Headers;   ///< that declare the pack's names
  std::string Package;                ///< Debian package, empty: not packaged
  std::vector<std::string> PkgConfig; ///< modules that give compiler flags
  std::vector<std::string> CompileFlags; ///< further flags its headers need
  /// A coroutine of the runtime goes on on the thread that it was suspended on.
  bool KeepsThread = false;
  /// Classes of mutexes that are awaited, the one to recommend first.
  std::vector<std::string> AsyncMutexes;
  /// What a runtime has for a purpose: `timeout`, `retry`, `gather`, ...
  std::map<std::string, std::string> Idioms;
};

class Catalogue {
public:
  /// Loads the compiled-in packs and, in order, the files \p ProjectFiles
  /// (absolute or relative to the working directory). An entry of a later file
  /// with the same name replaces the earlier one.
  ///
  /// Errors: an unreadable file, invalid JSON (with line and column), an
  /// unknown key or enumerator (named, nearest known one suggested). The text
  /// names the file.
  static llvm::Expected<std::shared_ptr<const Catalogue>>
  load(llvm::ArrayRef<std::string> ProjectFiles);

  /// The compiled-in packs alone, loaded once for the process.
  static std::shared_ptr<const Catalogue> builtin();

  ~Catalogue();

  /// The entry that says \p Call blocks or is CPU-heavy, its argument
  /// conditions already applied, or null. Member calls match by the class that
  /// declares the member, by the receiver's static class and by each of its
  /// bases; calls of function objects by the object's name and by its class.
  /// Entries for streams match every stream operation whose stream is
  /// statically of the named type, insertion chains included.
  const BlockingEntry *blocking(const CallSite &Call,
                                const clang::ASTContext &Ctx) const {
    return blocking(Call, Ctx, [](const ArgumentCondition &) { return false; });
  }

  /// As above, where what an entry needs to block (BlockingEntry::BlocksIf)
  /// also holds if \p Assumed says so.
  const BlockingEntry *
  blocking(const CallSite &Call, const clang::ASTContext &Ctx,
           llvm::function_ref<bool(const ArgumentCondition &)> Assumed) const;

  /// The runtime function \p Call is in the role \p Role, or null. Given
  /// \p Argument, only where the role is about that written argument, or about
  /// the receiver for -1.
  const RuntimeFunction *
  function(const CallSite &Call, RuntimeRole Role, const clang::ASTContext &Ctx,
           std::optional<int> Argument = std::nullopt) const;

  /// Whether one of \p Conditions holds for \p Call.
  bool anyHolds(llvm::ArrayRef<ArgumentCondition> Conditions,
                const CallSite &Call, const clang::ASTContext &Ctx) const;

  /// Whether an argument of \p Call makes it return a future of asynchronous
  /// work (Asio's `use_future`).
  bool returnsFutureOfLoop(const CallSite &Call) const;

  /// Whether \p E is a call whose last argument makes it suspend a coroutine
  /// that has a stack of its own (Asio's `yield_context`).
  bool suspendsStack(const clang::Stmt &E) const;

  /// Whether a parameter of \p Coroutine says that it starts on an executor it
  /// is given, off its caller's loop (concurrencpp's `executor_tag`).
  bool startsElsewhere(const clang::FunctionDecl &Coroutine) const;

  /// The cut that ends chains of calls at \p F, or null.
  const Cut *cut(const clang::FunctionDecl &F) const;

  /// Whether objects of the class \p Record tell success from failure:
  /// `std::expected`, `std::error_code`.
  bool isOutcome(const clang::CXXRecordDecl &Record) const;

  /// Whether such objects are an error and nothing else: `std::error_code`.
  bool isErrorCode(const clang::CXXRecordDecl &Record) const;

  /// Whether awaiting an object of the class \p Record never suspends:
  /// `asio::this_coro::executor`.
  bool isAlwaysReady(const clang::CXXRecordDecl &Record) const;

  /// Whether a runtime starts the coroutine \p F as the program's `main`, as
  /// its return type shows: `boost::cobalt::main`.
  bool isProgram(const clang::FunctionDecl &F) const;

  /// Whether objects of the class \p Record refer to what they were made from:
  /// `std::string_view`, `boost::asio::const_buffer`.
  bool isView(const clang::CXXRecordDecl &Record) const;
  /// Whether objects of the class \p Record tell that work is to end, and are
  /// handed from callers to callees: `std::stop_token`.
  bool isCancellationToken(const clang::CXXRecordDecl &Record) const;

  /// What the packs know of the class \p Record, or null.
  const RuntimeType *type(const clang::CXXRecordDecl &Record) const;

  /// The object that \p Entry's handle is in \p Call: the receiver, an
  /// argument, or for streams the stream at the root of a chain of insertions.
  /// Implicit conversions are stripped. Null where there is none.
  static const clang::Expr *handle(const BlockingEntry &Entry,
                                   const CallSite &Call);

  /// The pack of the runtime that the coroutine \p F belongs to by the class it
  /// returns, or null.
  const PackInfo *runtimeOf(const clang::FunctionDecl &F) const;

  /// Whether objects of the class \p Record are locked by awaiting.
  bool isAsyncMutex(const clang::CXXRecordDecl &Record) const;

  /// What the packs know of the class \p Record, or a base of it, in the matter
  /// of threads; null where they know nothing.
  const ThreadType *threadType(const clang::CXXRecordDecl &Record) const;

  /// The function \p Call is in the role \p Role, or null.
  const ThreadFunction *threadFunction(const CallSite &Call,
                                       ThreadRole Role) const;

  /// The client that \p Call makes, or null.
  const ClientEntry *client(const CallSite &Call) const;

  /// Whether the class \p Record says of itself that no coroutine may keep an
  /// object of it.
  bool isDisallowedInCoroutines(const clang::CXXRecordDecl &Record) const;

  /// Every pack, in the order loaded.
  llvm::ArrayRef<PackInfo> packs() const;

  /// What fixes can rewrite code to, the one to prefer first.
  llvm::ArrayRef<FixTarget> fixTargets() const;

  /// Every entry, for `cotidy list`, documentation and tests.
  std::vector<const BlockingEntry *> blockingEntries() const;
  std::vector<const RuntimeFunction *> runtimeFunctions() const;
  std::vector<const RuntimeType *> runtimeTypes() const;

private:
  Catalogue();
  struct Impl;
  std::unique_ptr<Impl> I;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CATALOGUE_CATALOGUE_H
