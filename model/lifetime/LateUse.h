//===--- LateUse.h - uses behind a suspension -------------------*- C++ -*-===//
//
// Parameters, captures and the object of a coroutine are there when it is
// called. What it uses of them after it was suspended for the first time must
// have lived on. The start of a lazy task counts, unless who takes the task
// starts it before anything else happens.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LIFETIME_LATEUSE_H
#define COTIDY_MODEL_LIFETIME_LATEUSE_H

#include "model/tasks/StartedTask.h"

namespace cotidy {

class LateUses {
public:
  explicit LateUses(const AsyncModel &Model) : Model(Model) {}

  /// The body of the coroutine or generator \p F, or null where it is none or
  /// not seen.
  const CodeBody *coroutine(const clang::FunctionDecl &F) const;

  /// Whether nothing of \p Coroutine runs when it is called.
  bool isLazy(const CodeBody &Coroutine) const;

  /// The first such use of the parameter or captured variable \p Var, or null.
  const clang::Expr *of(const CodeBody &Coroutine, const clang::ValueDecl &Var,
                        Start Begins = Start::OwnTime) const;

  /// The first such use of the object of the member function or of a captured
  /// `this`, or null.
  const clang::Expr *ofObject(const CodeBody &Coroutine,
                              Start Begins = Start::OwnTime) const;

  /// The first such use of anything that the lambda \p Coroutine captures, and
  /// the variable, which is null for `this`.
  struct Capture {
    const clang::Expr *Use = nullptr;
    const clang::ValueDecl *Variable = nullptr;
  };
  Capture ofCaptures(const CodeBody &Coroutine,
                     Start Begins = Start::OwnTime) const;

private:
  using Test = llvm::function_ref<bool(const clang::Stmt &)>;
  const clang::Expr *first(const CodeBody &Coroutine, Start Begins,
                           Test Uses) const;

  const AsyncModel &Model;
};

} // namespace cotidy

#endif // COTIDY_MODEL_LIFETIME_LATEUSE_H
