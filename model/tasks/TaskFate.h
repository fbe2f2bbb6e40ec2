//===--- TaskFate.h - what becomes of a task --------------------*- C++ -*-===//
//
// Follows a value of awaitable type from the call that makes it to where it is
// awaited, handed on, kept, or lost.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_TASKFATE_H
#define COTIDY_MODEL_TASKS_TASKFATE_H

#include "model/code/CodeBody.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace cotidy {

enum class Fate {
  Awaited,        ///< operand of `co_await`
  Kept,           ///< returned, stored, captured, or handed to other code
  Discarded,      ///< its value is thrown away where it is made
  CastToVoid,     ///< the same, and the source says so
  UnusedVariable, ///< the variable that holds it is never used
  UnusedOnPath,   ///< the variable is not used on some path to the exit
  UnusedElement   ///< the local container that holds it is only ever filled
};

struct TaskFate {
  Fate Kind = Fate::Kept;

  /// The outermost expression that still has the task as its value: the
  /// conditional operator around the call that makes the task, for example.
  const clang::Expr *Whole = nullptr;

  /// What holds the task or its container: a local variable, a structured
  /// binding, what a lambda captures, a member. Null where nothing does.
  const clang::ValueDecl *Variable = nullptr;

  /// Structured bindings to the value that nothing reads, although another one
  /// of them is read.
  llvm::SmallVector<const clang::BindingDecl *, 2> Unread = {};

  /// The task initialises \c Variable, and nothing names the variable later.
  bool Unmentioned = false;

  /// The variable is asked whether its work is done, or something like it.
  bool Polled = false;

  /// UnusedOnPath: where the path leaves the body.
  clang::SourceLocation LeavesAt = {};
  /// UnusedOnPath: the path leaves early, by a statement before the first use.
  bool LeavesBeforeUse = false;
};

/// Answers for one body. Whatever cannot be followed counts as kept.
class TaskFates {
public:
  TaskFates(const CodeBody &Body, clang::ASTContext &Ctx);
  ~TaskFates();

  /// What becomes of the value of \p Task, a prvalue that stands in the body: a
  /// call that makes a task, or an await.
  TaskFate of(const clang::Expr &Task);

private:
  /// How a reference to a variable treats the task in it.
  enum class Mention {
    Filled, ///< puts another task in
    Voided, ///< cast to void
    Tested, ///< asks for emptiness or size
    Used    ///< anything else
  };
  struct Reference {
    const clang::DeclRefExpr *Ref;
    Mention How;
  };
  struct Local {
    const clang::DeclStmt *Declaration = nullptr;
    std::vector<Reference> References;
  };
  /// A value on its way up from the expression that makes the task.
  struct Value {
    const clang::Expr *E;
    const clang::Expr *Whole;
    bool InContainer = false;
    /// Which element of the innermost container it is, counted from 0.
    unsigned Element = 0;
  };

  Value follow(const clang::Expr &Task) const;
  TaskFate fateOfVariable(const clang::VarDecl &Var, const Value &V,
                          bool Initializes);
  TaskFate fateOfBindings(const clang::DecompositionDecl &Var, const Value &V);
  TaskFate fateOfCapture(const clang::LambdaExpr &Lambda, const Value &V);
  TaskFate fateOfMember(const Value &V) const;
  TaskFate fateOfArgument(const Value &V, const clang::CallExpr &Call);
  bool isFollowable(const clang::ValueDecl *D) const;

  const clang::Stmt *parent(const clang::Stmt &S) const;
  const clang::Expr *visibleParent(const clang::Expr &E,
                                   const clang::Expr *&Child) const;
  Mention mentionOf(const clang::DeclRefExpr &Ref) const;
  using LocalIndex = llvm::DenseMap<const clang::ValueDecl *, Local>;
  LocalIndex &indexedLocals();

  bool usedInLoop(const Local &Variable) const;
  const clang::CFG *flow();
  bool leavesUnused(const clang::VarDecl &Var, const Local &Variable,
                    TaskFate &Result);

  const CodeBody &Body;
  clang::ASTContext &Ctx;
  std::optional<LocalIndex> Locals;
  std::optional<std::unique_ptr<clang::CFG>> Flow;
};

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_TASKFATE_H
