//===--- HeldLocks.h - which locks a body holds where -----------*- C++ -*-===//
//
// Every place in a body where it locks a thread's mutex, by a guard or by hand,
// and the steps it takes until it unlocks it: by the end of the guard's scope,
// by a call, or by handing the guard on.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LIFETIME_HELDLOCKS_H
#define COTIDY_MODEL_LIFETIME_HELDLOCKS_H

#include "model/lifetime/ThreadLocks.h"
#include "llvm/ADT/FoldingSet.h"

namespace cotidy {

struct HeldLock {
  /// The guard, a local variable or a parameter; null for a mutex that is
  /// locked by hand and for a temporary.
  const clang::VarDecl *Guard = nullptr;
  /// The call that locks; the temporary; null where the guard is made locked.
  const clang::Expr *Taken = nullptr;
  /// Names the mutex; null where it is not written here.
  const clang::Expr *Mutex = nullptr;
  bool Temporary = false; ///< a guard that lives to the end of its expression
  /// The variable, or where the call begins.
  clang::SourceLocation Loc;
  Confidence Certainty = Confidence::High;
  unsigned Entity = 0; ///< which guard or mutex it is in the body
};

class HeldLocks {
public:
  HeldLocks(const CodeBody &Body, const AsyncModel &Model);
  ~HeldLocks();

  /// In source order.
  llvm::ArrayRef<HeldLock> locks() const { return Found; }

  /// The suspensions that \p Lock is held over, in source order. A mutex that
  /// is locked by hand counts only if this body unlocks it behind one: another
  /// function may have done so before.
  llvm::SmallVector<const Suspension *, 4> spanned(const HeldLock &Lock) const;

  /// Calls \p Visit for each step while \p Lock is held.
  void whileHeld(
      const HeldLock &Lock,
      llvm::function_ref<void(const SuspensionGraph::Step &)> Visit) const;

private:
  /// A guard variable, or a mutex that is locked by hand.
  struct Entity {
    const clang::VarDecl *Guard = nullptr;
    llvm::FoldingSetNodeID Mutex;
    const clang::ValueDecl *Named = nullptr; ///< what the mutex is called
  };
  struct Event {
    unsigned Entity;
    LockCall::Act Act;
    bool ByCall = false; ///< Drop: an unlock, not just something that may
  };

  void readGuard(const clang::VarDecl &Var);
  void readCalls();
  void readTemporaries();
  void readMentions();
  void readMention(const clang::Expr &Mention, unsigned Entity,
                   const clang::LambdaExpr *Inside);
  void mayUnlock(const clang::Stmt &At, unsigned Entity);
  std::optional<unsigned> entityOf(const clang::Expr &Object) const;
  unsigned mutexEntity(const clang::Expr &Object);
  bool ends(const HeldLock &Lock, const SuspensionGraph::Step &At) const;
  std::optional<bool> decide(const HeldLock &Lock,
                             const clang::Expr &Condition) const;
  SuspensionGraph::Place placeOf(const HeldLock &Lock) const;
  const SuspensionGraph &graph() const { return Model.suspensions(Body); }

  const CodeBody &Body;
  const AsyncModel &Model;
  std::vector<HeldLock> Found;
  std::vector<Entity> Entities;
  llvm::DenseMap<const clang::Stmt *, llvm::SmallVector<Event, 1>> Events;
  llvm::DenseSet<const clang::Expr *> Objects; ///< of calls that lock
  llvm::DenseMap<const clang::Expr *, const Guard *> Conditions; ///< of calls
};

} // namespace cotidy

#endif // COTIDY_MODEL_LIFETIME_HELDLOCKS_H
