//===--- Awaitable.h - what can be awaited ----------------------*- C++ -*-===//
//
// Recognises awaitable classes from their members, as [expr.await] does, so
// that task types nobody listed are understood too. What the catalogue says of
// a type comes first.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_AWAITABLE_H
#define COTIDY_MODEL_TASKS_AWAITABLE_H

#include "model/catalogue/Catalogue.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>
#include <optional>
#include <vector>

namespace cotidy {

/// What makes a class awaitable.
enum class AwaitedBy {
  Pack,           ///< the catalogue says so
  Protocol,       ///< `await_ready`, `await_suspend`, `await_resume`
  MemberOperator, ///< member `operator co_await`
  FreeOperator,   ///< `operator co_await` found by argument-dependent lookup
  OwnPromise      ///< `await_transform` of the promise of its own coroutines
};

/// An awaitable class and what is known of it.
struct AwaitableType {
  const clang::CXXRecordDecl *Record = nullptr;
  const RuntimeType *Known = nullptr; ///< null: not in the catalogue
  AwaitedBy By = AwaitedBy::Pack;
  TypeKind Kind = TypeKind::Operation;

  /// The promise of coroutines that return this class, or null.
  const clang::CXXRecordDecl *Promise = nullptr;

  /// Whether nothing runs before it is awaited; empty: not known.
  std::optional<bool> Lazy;

  /// What becomes of the work when an object of the class is dropped; empty:
  /// not known.
  std::optional<DropEffect> Drop;

  /// Whether it can be awaited again; empty: not known.
  std::optional<AwaitRule> Await;

  /// Dropping an object of the class unawaited is no mistake by itself.
  bool DropLegitimate = false;

  bool neverRuns() const {
    return Drop ? *Drop == DropEffect::NeverRuns || *Drop == DropEffect::Nothing
                : Lazy.value_or(false);
  }
};

/// Whether the body of \p D says when coroutines of a type start and end. A
/// front end that leaves out bodies must parse these, or laziness is not known.
bool bodyTellsLaziness(const clang::Decl &D);

/// What \p F returns whenever it is called: the constant its body returns.
/// Empty where it is none, or the body is not there.
std::optional<bool> constantAnswer(const clang::FunctionDecl &F);

/// Answers questions about awaitable types, each class examined once.
class Awaitables {
public:
  Awaitables(const clang::ASTContext &Ctx, const Catalogue &Known)
      : Ctx(Ctx), Known(Known) {}

  /// What is known of the class behind \p T (references and aliases looked
  /// through), or null where it is not awaitable. Synchronous generators and
  /// scopes are not.
  const AwaitableType *find(clang::QualType T) const;

  /// Whether coroutines that return \p T run unattended by design: nothing can
  /// await them, they start at once, and their frame frees itself at the end.
  bool isDetached(clang::QualType T) const;

  /// Whether a coroutine with the promise \p Promise, which returns
  /// \p CoroutineResult, can say `co_await` to a value of type \p Operand.
  /// False where that is not certain.
  bool canAwait(const clang::CXXRecordDecl &Promise,
                clang::QualType CoroutineResult, clang::QualType Operand) const;

  /// The type of `co_await` on a value of the class behind \p Operand, or a
  /// null type where it is not known.
  clang::QualType awaitedType(clang::QualType Operand) const;

  /// The same, and where the awaiter's type is not known the first type
  /// argument of a task's class: `T` of `task<T>`. Null where neither tells.
  clang::QualType valueOf(clang::QualType Operand) const;

private:
  struct WrittenTraits {
    clang::QualType Result;
    const clang::CXXRecordDecl *Promise;
  };

  std::optional<AwaitableType>
  examine(const clang::CXXRecordDecl &Record) const;
  const clang::CXXRecordDecl *
  promiseFor(const clang::CXXRecordDecl &Record) const;
  const std::vector<WrittenTraits> &writtenTraits() const;

  const clang::ASTContext &Ctx;
  const Catalogue &Known;
  mutable llvm::DenseMap<const clang::CXXRecordDecl *,
                         std::unique_ptr<AwaitableType>>
      Cache;
  mutable std::optional<std::vector<WrittenTraits>> Traits;
};

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_AWAITABLE_H
