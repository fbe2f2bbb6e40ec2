//===--- OwnedObjects.h - what dies with an object --------------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_OWNEDOBJECTS_H
#define COTIDY_MODEL_CODE_OWNEDOBJECTS_H

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/SmallVector.h"

namespace cotidy {

/// A destructor that runs when an object dies.
struct OwnedDestructor {
  const clang::CXXDestructorDecl *Dtor;
  /// Of whatever class the object has at run time.
  bool Dispatched = false;
};

/// The destructors outside system headers that destroying an object of the type
/// \p T runs first: that of its own class, or through arrays and owners of the
/// standard library (`unique_ptr`, `optional`, `vector` and so on) those of
/// what they hold. An owner that shares is left out: nobody knows here whether
/// it is the last.
llvm::SmallVector<OwnedDestructor, 2> ownedDestructors(clang::QualType T);

/// Whether \p Body hands on what the local variable \p Owner holds, by
/// `std::move(owner)`, `return owner`, `owner.release()` or `owner.swap(x)`:
/// then it may be empty at its end.
bool handsOn(const clang::Stmt &Body, const clang::VarDecl &Owner);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_OWNEDOBJECTS_H
