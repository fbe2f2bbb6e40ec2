//===--- WorkQueues.h - loops that only work through a queue ----*- C++ -*-===//
#ifndef COTIDY_MODEL_BLOCKING_WORKQUEUES_H
#define COTIDY_MODEL_BLOCKING_WORKQUEUES_H

#include "model/catalogue/Catalogue.h"
#include "model/code/CodeBody.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

namespace cotidy {

/// Finds loops that are the queue of a thread: a member that its class runs on
/// a thread of its own, and to which it only posts. Without a timer, a socket
/// or a coroutine on it, nothing waits for such a loop but the work itself.
class WorkQueues {
public:
  /// \p Active: all bodies, with CodeBody::Use set.
  WorkQueues(llvm::ArrayRef<CodeBody *> Active, const Catalogue &Known,
             clang::ASTContext &Ctx)
      : Active(Active), Known(Known), Ctx(Ctx) {}

  /// Whether \p Posting, which hands a callback to a loop, hands it to one.
  bool takes(const CallSite &Posting);

private:
  bool isQueue(const clang::FieldDecl &Loop);

  llvm::ArrayRef<CodeBody *> Active;
  const Catalogue &Known;
  clang::ASTContext &Ctx;
  llvm::DenseMap<const clang::FieldDecl *, bool> Answers;
};

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_WORKQUEUES_H
