//===--- ThreadLocks.h - what locks a thread's mutex ------------*- C++ -*-===//
//
// Which classes are mutexes that threads wait for, which hold one until they
// are destroyed, and which calls lock and unlock: from the packs, from clang's
// thread-safety attributes, and for home-made classes from their members.
// Mutexes that are awaited are none of these.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LIFETIME_THREADLOCKS_H
#define COTIDY_MODEL_LIFETIME_THREADLOCKS_H

#include "model/AsyncModel.h"

namespace cotidy {

/// Whether a thread that cannot lock an object of the class \p Record is
/// parked.
bool isThreadMutex(const clang::CXXRecordDecl &Record, const AsyncModel &Model);

/// The class \p T is, or holds at most one object of:
/// `optional<lock_guard<mutex>>`. Null for other types.
const clang::CXXRecordDecl *heldClass(clang::QualType T);

/// A class whose objects hold thread mutexes until they are destroyed.
struct GuardClass {
  const ThreadType *Known = nullptr; ///< null: not in the packs
  Confidence Certainty = Confidence::High;
};

/// What makes \p Record a guard that may be initialised by \p Init (null where
/// it is not known); empty where it is none, or its mutex is awaited or cannot
/// lock at all.
std::optional<GuardClass> guardClass(const clang::CXXRecordDecl &Record,
                                     const clang::Expr *Init,
                                     const AsyncModel &Model);

/// The construction that \p Init is, `Class(arguments)` looked through; null
/// where it is none.
const clang::CXXConstructExpr *constructionBehind(const clang::Expr *Init);

/// Whether a guard of the class \p Guard that \p Init makes holds its mutex
/// from the start. Without \p Init: as a function's parameter does.
bool locksAtStart(const GuardClass &Guard, const clang::Expr *Init);

/// What a call does to mutexes and guards.
struct LockCall {
  enum Act {
    Take,
    Try,  ///< takes it if the result says so
    Drop, ///< unlocks it, or gives up to unlock it
    Ask,  ///< asks a guard whether it holds
    Wait  ///< gives it back and takes it again
  };
  Act A;
  bool SuccessIsZero = false; ///< of Try
  llvm::SmallVector<const clang::Expr *, 1> Objects;
};

/// What \p Call does to mutexes or guards, or nothing.
std::optional<LockCall> lockCall(const CallSite &Call, const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_LIFETIME_THREADLOCKS_H
