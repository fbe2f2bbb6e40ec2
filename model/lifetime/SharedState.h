//===--- SharedState.h - what others can change meanwhile -------*- C++ -*-===//
//
// Containers and owners that are members or globals: while a coroutine is
// suspended, other code of the file changes them.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LIFETIME_SHAREDSTATE_H
#define COTIDY_MODEL_LIFETIME_SHAREDSTATE_H

#include "model/AsyncModel.h"
#include "llvm/ADT/DenseMap.h"

namespace cotidy {

/// What a reference, a pointer or an iterator leads into.
struct SharedPart {
  const clang::ValueDecl *Whole = nullptr; ///< the member or global
  /// It stays where it is when other elements are added.
  bool StaysPut = false;
};

/// The container or owner of the standard library, a member or a global, that
/// \p E gives a part of: `sessions_.find(id)`, `it->second`, `*connection_`.
/// Variables are looked through.
std::optional<SharedPart> sharedPart(const clang::Expr *E);

/// The same of the hidden iterator of a range-for over \p Range.
std::optional<SharedPart> sharedElements(const clang::Expr *Range);

/// The member or global of \p E, an owner that may be empty (a pointer, smart
/// or not, an optional): what a condition asks. Null for anything else.
const clang::ValueDecl *sharedOwner(const clang::Expr *E);

/// Whether \p Body holds an asynchronous mutex at \p Loc, as far as the source
/// before it tells: a guard is declared, or the lock was awaited.
bool holdsAsyncLock(const CodeBody &Body, clang::SourceLocation Loc,
                    const AsyncModel &Model);

/// What the bodies of a file do to such members and globals.
class SharedChanges {
public:
  explicit SharedChanges(const AsyncModel &Model);

  /// A call in another body than \p Except that makes references into \p Part
  /// dangle, or null.
  const BodyCall *of(const SharedPart &Part, const CodeBody &Except) const;

  /// A call in another body than \p Except that may leave the owner \p Owner
  /// empty, or null.
  const BodyCall *emptying(const clang::ValueDecl &Owner,
                           const CodeBody &Except) const;

private:
  struct Change {
    const BodyCall *Call;
    bool OnlyAdds;
    bool LeavesFull; ///< of an owner: it gets an object of its own
  };
  const BodyCall *find(const clang::ValueDecl &Shared, const CodeBody &Except,
                       llvm::function_ref<bool(const Change &)> Is) const;

  llvm::DenseMap<const clang::ValueDecl *, std::vector<Change>> Changes;
};

} // namespace cotidy

#endif // COTIDY_MODEL_LIFETIME_SHAREDSTATE_H
