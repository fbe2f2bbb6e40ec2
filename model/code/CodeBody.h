//===--- CodeBody.h - one function body and what stands in it ---*- C++ -*-===//
//
// Bodies are the unit the checks think in: functions, methods and lambdas, each
// with the calls, loops and suspensions that stand in it and not in a nested
// lambda. A body is collected once per translation unit, by AsyncModel.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CODE_CODEBODY_H
#define COTIDY_MODEL_CODE_CODEBODY_H

#include "model/code/CallSite.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace cotidy {

enum class BodyKind {
  Plain,     ///< runs to its end when called
  Coroutine, ///< asynchronous coroutine: runs on an event loop
  Generator, ///< synchronous generator: runs on its consumer's stack
};

/// Where the code of a lambda runs, or of a function whose address is handed
/// over, as far as its uses in the file show it.
enum class LambdaUse {
  Unknown,     ///< stored, returned or handed to something not catalogued
  InPlace,     ///< called where it stands, or by an algorithm at once
  Offloaded,   ///< handed to a thread or a thread pool
  LoopCallback ///< handed to an event loop that calls it later
};

struct CodeBody;

/// A condition that was decided before control reaches a place: of a
/// conditional statement around it, or of an earlier statement of an enclosing
/// block that leaves the block when the condition does not hold.
struct Guard {
  enum Result {
    Unknown, ///< of a loop that ended, it may be by `break`
    Holds,
    Fails
  };
  const clang::Expr *Condition;
  const Guard *Outer; ///< the next one outwards, or null
  Result Decided = Unknown;
  /// This one, or one of the outer, lets control through only once in the
  /// program's life (FirstUse.h).
  bool Once = false;
};

/// A call and the place it stands in.
struct BodyCall {
  CallSite Site;
  const CodeBody *Body = nullptr;

  /// The call is the operand of a co_await: what it starts, it does not wait
  /// for on this thread.
  bool Awaited = false;

  /// The call stands somewhere in the operand of a co_await.
  bool InAwaitOperand = false;

  /// The coroutine has left its loop where the call runs (ExecutorMoves.h).
  bool OffLoop = false;

  /// The call stands in a catch handler.
  bool InHandler = false;

  /// The call runs once in the program's life, to make what is there from then
  /// on: the initialiser of a static variable, or what Guard::Once guards.
  bool Once = false;

  /// The local variable or member that the call's result initialises or is
  /// assigned to, or null.
  const clang::ValueDecl *Result = nullptr;

  /// The innermost condition decided before control reaches the call, or null.
  const Guard *Guards = nullptr;

  /// Lambda bodies that this call runs before it returns: the callee's own if
  /// it is a lambda, and those of arguments to functions in the catalogue's
  /// role `in_place`.
  std::vector<const CodeBody *> RunsInPlace;
};

/// A call that the source does not spell: of a default argument's or default
/// initialiser's expression, of a temporary's destructor, of `delete`, of what
/// a range-based for loop needs.
struct ImplicitCall {
  CallSite Site;
  clang::SourceRange Where; ///< what a reader sees instead
};

struct CodeBody {
  /// The function; for a lambda its call operator. For template
  /// instantiations the instantiated function.
  const clang::FunctionDecl *Function = nullptr;

  /// The body as written: for a coroutine the statement inside the
  /// CoroutineBodyStmt.
  const clang::Stmt *Body = nullptr;

  const clang::LambdaExpr *Lambda = nullptr; ///< null for functions
  const CodeBody *Parent = nullptr;          ///< the body a lambda stands in
  BodyKind Kind = BodyKind::Plain;
  LambdaUse Use = LambdaUse::Unknown;

  /// Types in the body may depend on template parameters: no instantiation of
  /// it is in the translation unit.
  bool Dependent = false;

  /// The call that hands the body to an event loop, as a message may name it
  /// (handler of 'async_read'); null unless \c Use is LoopCallback.
  const BodyCall *HandedTo = nullptr;

  /// Whether the body itself is a loop context: an asynchronous coroutine that
  /// was not handed to an offload primitive, or a callback handed to a loop.
  /// Lambdas that a loop context runs in place are reached through
  /// BodyCall::RunsInPlace.
  bool OnLoop = false;

  /// Nobody waits while the body runs up to this first suspension: a coroutine
  /// that only the start of the program runs, as far as the file shows
  /// (StartUp.h). Its closing brace if there is none, and for a handler of
  /// signals that the program's operator sends. Invalid: somebody may wait from
  /// the start.
  clang::SourceRange FirstPause;

  /// Whether nobody waits for what the body does at \p Where. What the awaited
  /// operand does comes before the suspension, what it is an operand of behind.
  bool isUnattendedAt(clang::SourceRange Where,
                      const clang::SourceManager &SM) const;

  /// The same where the body's variables are destroyed.
  bool isUnattendedAtEnd() const {
    return FirstPause.isValid() && FirstPause.getBegin() == Body->getEndLoc();
  }

  /// Where calls and loops begin that run on another executor because the
  /// coroutine moved there (ExecutorMoves.h).
  llvm::DenseSet<clang::SourceLocation> OffLoop;

  /// Whether the call or loop of this body that begins at \p Loc runs on the
  /// loop if the body does.
  bool staysOnLoopAt(clang::SourceLocation Loc) const {
    return !OffLoop.contains(Loc);
  }

  std::vector<BodyCall> Calls; ///< in source order

  std::vector<ImplicitCall> ImplicitCalls; ///< in source order

  /// Calls through pointers to functions, in source order.
  std::vector<const clang::CallExpr *> IndirectCalls;

  /// for, while, do and range-for statements in source order, nested ones
  /// included.
  std::vector<const clang::Stmt *> Loops;

  /// Those of \c Loops that run once in the program's life (BodyCall::Once).
  llvm::SmallPtrSet<const clang::Stmt *, 2> OnceLoops;

  /// co_await, co_yield and co_await'ing range-for, in source order; dependent
  /// co_awaits included.
  std::vector<const clang::Expr *> Suspensions;

  /// Local variables in source order, parameters not among them.
  std::vector<const clang::VarDecl *> Locals;

  /// Parent map of \c Body, built on first use. Nested lambdas' bodies are
  /// part of it.
  clang::ParentMap &parents() const;

  /// Qualified name for messages; a lambda is `lambda in 'outer'`.
  std::string name() const;

private:
  mutable std::unique_ptr<clang::ParentMap> Parents;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_CODEBODY_H
