//===--- Facts.h - what the linker needs to know of a file ------*- C++ -*-===//
//
// A summary of the functions of one translation unit: what each calls, what it
// blocks on, where its address goes. Facts are plain data without an AST, so
// that files can be analysed on any machine and joined on one.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_FACTS_FACTS_H
#define COTIDY_MODEL_FACTS_FACTS_H

#include "model/Confidence.h"
#include <cstdint>
#include <string>
#include <vector>

namespace cotidy {

/// Names a function in all files alike: a hash of its USR. Function pointers
/// are followed through the variable or member that holds them, which is a
/// function too as far as facts are concerned.
using FunctionId = uint64_t;

/// An index into FileFacts::Strings. 0 is the empty string.
using StringId = uint32_t;

/// Lines and columns count from 1, columns in bytes. The end is exclusive.
struct FactPlace {
  StringId File = 0; ///< relative to the project's root
  uint32_t Line = 0, Column = 0, EndLine = 0, EndColumn = 0;
  auto operator<=>(const FactPlace &) const = default;
};

/// How sure it is that the call reaches the callee.
enum class CallKind : uint8_t {
  Direct,  ///< the callee is what overload resolution chose
  Virtual, ///< the callee or what overrides it
  Stored,  ///< whatever was stored in the variable or member \c Callee
  Passed   ///< the callee is handed to a function that may run it
};

/// What a call passes for a parameter, where that tells something.
struct ArgumentFact {
  enum Kind : uint8_t {
    Constant,  ///< \c Value, see constantArgument()
    Parameter, ///< the caller's own parameter \c From
    Scaled     ///< the same in another unit: only zero stays what it is
  };
  Kind K = Constant;
  uint8_t Index = 0; ///< the callee's parameter
  uint8_t From = 0;
  int64_t Value = 0;
  /// Hashes of the names that a constant is written with: flags.
  std::vector<uint64_t> Flags;
};

/// Something that a parameter of the function around decides.
struct ParameterTest {
  enum Kind : uint8_t {
    Zero,
    NonZero,
    Equal,
    NotEqual,
    AtMost,
    MoreThan,
    Flag,   ///< \c Value is the hash of the flag's name
    NotFlag ///< constant without the flag
  };
  Kind K = Zero;
  uint8_t Parameter = 0;
  /// True: blocks only if it holds, and is known to. False: does not block, or
  /// does not happen, if it holds.
  bool Needed = false;
  int64_t Value = 0;
  auto operator<=>(const ParameterTest &) const = default;
};

/// What few calls have.
struct CallDetail {
  std::vector<ArgumentFact> Arguments; ///< by index
  /// The call does not happen if one of these holds. Sorted, none is Needed.
  std::vector<ParameterTest> Unless;
  bool empty() const { return Arguments.empty() && Unless.empty(); }
};

/// An estimate of work, in steps as Cost.h has them.
struct CostFact {
  uint64_t Steps = 1;
  bool Assumed = false; ///< rests on a size that is known at run time only
  bool Waits = false;   ///< holds a call that blocks, and so is no computation
};

struct CallFact {
  FunctionId Callee = 0;
  CallKind Kind = CallKind::Direct;
  /// In a loop context: the loop waits for the call. False in a stretch that
  /// runs on another executor.
  bool OnLoop = true;
  /// For Passed: the function that gets it, and as which parameter.
  FunctionId Receiver = 0;
  uint8_t Parameter = 0;
  /// Nobody waits for it there (CodeBody::FirstPause), or not twice
  /// (BodyCall::Once).
  bool Unattended = false;
  FactPlace Where;
  /// The callee as messages name it.
  StringId Name = 0;
  /// Bit N: a NOLINT comment at the call silences FileFacts::Checks[N].
  uint32_t Silenced = 0;
  /// Its place in FunctionFacts::Details counted from 1; 0: it has none.
  uint32_t Detail = 0;
  /// How often the function makes the call, and whether that is Assumed.
  uint32_t Times = 1;
  bool TimesAssumed = false;
  /// Whether others wait meanwhile, if a loop runs the function.
  bool delaysOthers() const { return OnLoop && !Unattended; }
};

/// A place where control stays: a blocking call, or a loop that computes long.
struct LeafFact {
  uint8_t Check = 0; ///< index into FileFacts::Checks
  Confidence Certainty = Confidence::High;
  bool Strict = false;   ///< reported with StrictMode only
  bool Silenced = false; ///< by a NOLINT comment
  /// The finding stands at the leaf and not at the call that leads to it.
  bool ReportedHere = false;
  StringId Category = 0, Name = 0;
  /// Completes "'name' ..."; for a leaf reported here the whole message.
  StringId Reason = 0;
  FactPlace Where;
  struct Note {
    FactPlace Where;
    StringId Message = 0;
  };
  std::vector<Note> Notes;
  std::vector<ParameterTest> Tests; ///< sorted; all must let it block
};

/// A loop that does not suspend and calls other functions. By itself it is not
/// heavy; with what they do it may be.
struct LoopFact {
  FactPlace Where; ///< its keyword
  CostFact Own;    ///< each call counts as one step
  bool Silenced = false;
  struct Call {
    FunctionId Callee = 0;
    FactPlace Where;
    StringId Name = 0;
    uint64_t Times = 1;
    bool Assumed = false;
  };
  std::vector<Call> Calls;
};

/// A parameter that refers to something the coroutine does not keep and uses
/// once it was suspended.
struct LentParameter {
  /// What to think of it where no call is seen.
  enum Uncalled : uint8_t { Silent, Strict, Reported };
  uint8_t Index = 0;
  Uncalled Unseen = Silent;
  bool Silenced = false; ///< by a NOLINT comment
  bool IsView = false;   ///< a value already, of something that refers
  FactPlace Where;
  /// Where it is first used: for a lazy coroutine, the start is late already.
  FactPlace Use;
  /// The same behind the first suspension; as by default: nowhere.
  FactPlace LaterUse;
  StringId Name = 0;
};

/// A call of a coroutine that has parameters of such types, or another use of
/// it that calls it somehow. Nothing is gone where the task is awaited in the
/// expression that makes it, or where nobody knows.
struct LendingFact {
  FunctionId Callee = 0;
  /// An argument that dies before the task ends.
  struct Argument {
    uint8_t Parameter = 0;
    bool AfterAwait = false; ///< see Borrowed::AfterAwait
    bool InPlace = false;    ///< see Start::InPlace
    FactPlace Where;
    StringId Message = 0;
  };
  std::vector<Argument> Gone;
};

struct FunctionFacts {
  FunctionId Id = 0;
  StringId Name = 0; ///< qualified, for messages
  FactPlace Where;
  bool Root = false; ///< runs on an event loop by itself, and is not cut
  /// Callers wait for its end (no coroutine), and no cut ends chains here.
  bool Followed = true;
  bool NonBlockingSockets = false; ///< see hasNonBlockingSockets()
  /// Bit N: calls its parameter N before it returns, or may.
  uint32_t RunsParameters = 0;
  std::vector<CallFact> Calls;     ///< in source order
  std::vector<LeafFact> Leaves;    ///< in source order
  std::vector<CallDetail> Details; ///< of some calls
  std::vector<LoopFact> Loops;     ///< in source order
  std::vector<LentParameter> Lent; ///< of its own, by index
  std::vector<LendingFact> Lends;  ///< sorted by callee
  CostFact Own; ///< what a call of it does, each call in it being one step
  std::vector<FunctionId> Overrides; ///< methods overridden directly
};

/// The address of \c Function is stored in the variable or member \c In.
struct StoredFunction {
  FunctionId In = 0, Function = 0;
  auto operator<=>(const StoredFunction &) const = default;
};

/// What the configuration of a file says of a check.
struct CheckSetting {
  std::string Name;
  bool Enabled = false;
  bool Strict = false; ///< its option StrictMode
  bool Error = false;  ///< WarningsAsErrors names it
  auto operator<=>(const CheckSetting &) const = default;
};

/// Whether a virtual call leads to what overrides its callee.
enum class VirtualCalls : uint8_t {
  None,  ///< no: only the callee itself
  Known, ///< to each overrider seen, with less confidence the more there are
  All    ///< to each overrider seen, whatever their number
};

struct FileFacts {
  std::string MainFile; ///< relative to the project's root; empty: an index
  /// For an index: the project's root where it was made, absolute.
  std::string Root;
  std::vector<std::string> Strings{""};
  std::vector<CheckSetting> Checks; ///< of the main file
  VirtualCalls Virtuals = VirtualCalls::Known;
  uint64_t MaxSteps = 0; ///< from here on a loop of the main file is heavy
  std::vector<FunctionFacts> Functions;
  std::vector<StoredFunction> Stored;
};

} // namespace cotidy

#endif // COTIDY_MODEL_FACTS_FACTS_H
