//===--- FixTarget.h - what fixes rewrite code to ---------------*- C++ -*-===//
//
// A fix target is a library that has an awaitable operation for what blocks.
// Targets are data: packs of the kind `fixes`, so that a project can bring one
// for its own runtime.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CATALOGUE_FIXTARGET_H
#define COTIDY_MODEL_CATALOGUE_FIXTARGET_H

#include <optional>
#include <string>
#include <vector>

namespace cotidy {

/// What the await gives where a call gave a value.
enum class AwaitedValue {
  Same,     ///< the same type
  Converts, ///< a class that converts to it: no place that deduces its type
  None      ///< nothing: no place that uses it
};

/// How a call of one function is written with a target. In \c Text stand for
/// parts of the call: `{0}`, `{1}`... an argument, `{args}` all of them,
/// `{name}` the function's name without its scope.
struct CallRewrite {
  std::string Name;             ///< qualified, as NamePattern.h has it
  std::optional<unsigned> Args; ///< number of written arguments; none: any
  std::string Text;
  std::vector<std::string> Headers;
  bool Safe = false; ///< keeps behaviour, but that others run meanwhile
  AwaitedValue Value = AwaitedValue::Same;
};

/// Functions of a library that have an asynchronous namesake, found by its
/// name: `read_some` and `async_read_some`.
struct AsyncNamesakes {
  std::vector<std::string> Scopes; ///< namespaces, the outermost ones
  std::string Prefix;
  std::string Token; ///< the last argument that makes it awaitable
  /// The same where the call gives an error code to fill, `{0}`, as its last
  /// argument.
  std::string ErrorToken;
  std::string ErrorClass; ///< the class of that argument
  std::vector<std::string> Headers, ErrorHeaders;
};

/// A completion token that gives a future to wait for, and the one that is
/// awaited: `use_future` and `use_awaitable`.
struct FutureToken {
  std::string Name; ///< of the variable or its class
  std::string Instead;
  std::vector<std::string> Headers;
};

/// Code put around other code, which stands for `{}`.
struct Wrapping {
  std::string Title; ///< of the fix
  std::string Value; ///< around an expression; `{type}` is its type
  std::string Void;  ///< around statements; an await of no value
  std::vector<std::string> Headers;
  /// The value is made without arguments first, and assigned later.
  bool DefaultConstructsValue = false;
};

/// Code that a fix writes; other code may stand in it for `{}`.
struct WrittenCode {
  std::string Title;
  std::string Text;
  std::vector<std::string> Headers;
};

/// An await of several tasks, written one behind another for `{}`.
struct GatherCode : WrittenCode {
  std::string Separator = ", "; ///< between two tasks
  /// A namespace whose operators \c Text uses; none if empty.
  std::string Namespace;
};

/// A call that tries a coroutine again. In \c Text stand `{attempts}` for how
/// often, `{type}` for the type of its value, and `{}` for its body in braces.
struct RetryCode : WrittenCode {
  std::string Forever; ///< for `{attempts}` where nothing limits them
};

/// Code in a loop that keeps count in a variable, for which `{name}` stands.
struct CountedCode : WrittenCode {
  std::string Before; ///< the declaration of the variable, before the loop
};

/// An operation that ends within a time: \c Text stands around the task `{}`,
/// or around the completion token of a call.
struct TimeLimitCode : WrittenCode {
  bool AroundToken = false;
};

/// A mutex that is awaited.
struct AwaitedMutex : WrittenCode {
  std::string Type; ///< its class; \c Text awaits the guard of the mutex `{}`
};

struct FixTarget {
  std::string Name; ///< as configurations say it: `corun`
  /// Of several targets that serve, the one with the highest is taken.
  int Preference = 0;
  /// The target serves where this header can be included.
  std::string Probe;
  /// Headers that hold all others.
  std::vector<std::string> Umbrellas;
  /// Classes that a coroutine returns for which the target serves.
  std::vector<std::string> Tasks;
  std::vector<CallRewrite> Calls;
  std::vector<AsyncNamesakes> Namesakes;
  std::optional<FutureToken> Future;
  std::optional<Wrapping> Offload;  ///< to a thread
  std::optional<WrittenCode> Yield; ///< a statement
  /// An await of several tasks that gives a tuple of their values.
  std::optional<GatherCode> Gather;
  std::optional<TimeLimitCode> TimeLimit;
  /// Statements that wait between two attempts, each time longer.
  std::optional<CountedCode> Pause;
  std::optional<RetryCode> Retry;
  /// An await of the tasks that `{function}` makes of the elements of
  /// `{range}`, of which so many run at a time, that gives their values.
  std::optional<WrittenCode> Map;
  /// A task around the task `{}`, and an await until there is room for it.
  std::optional<CountedCode> Bounded;
  std::optional<AwaitedMutex> Mutex;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CATALOGUE_FIXTARGET_H
