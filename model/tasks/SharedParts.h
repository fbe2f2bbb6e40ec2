//===--- SharedParts.h - what two objects may have in common ----*- C++ -*-===//
//
// Two names may stand for one object, and two objects may refer to a third: two
// repositories that were given one connection. What a variable leads to is told
// by types, so that it is known of parameters and members as well: two
// references to objects of one class may be references to one object.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_SHAREDPARTS_H
#define COTIDY_MODEL_TASKS_SHAREDPARTS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace cotidy {

/// The types of all that one can get at from some variables.
class SharedParts {
public:
  /// Adds what a variable, parameter or member declared as \p T leads to.
  void add(clang::QualType T, const clang::ASTContext &Ctx) {
    add(T, Ctx, /*Elsewhere=*/false, 0);
  }

  /// Whether some object may belong to both. Two objects with storage of their
  /// own are different ones, however alike they are.
  bool mayMeet(const SharedParts &Other) const;

  /// Whether a reference, pointer or handle is among them: two of the kind may
  /// lead to one object.
  bool leadElsewhere() const { return !Borrowed.empty() || Anything; }

private:
  using Types = llvm::SmallPtrSet<const clang::Type *, 8>;

  void add(clang::QualType T, const clang::ASTContext &Ctx, bool Elsewhere,
           unsigned Depth);
  void addMembers(const clang::CXXRecordDecl &Class,
                  const clang::ASTContext &Ctx, bool Elsewhere, unsigned Depth);

  /// Parts of the variables themselves, and those of other objects.
  Types Own, Borrowed;
  /// Something that can refer to whatever there is: `void *`, a function.
  bool Anything = false;
};

/// Whether \p T is what all coroutines of a program share without harm: an
/// executor, an `io_context`.
bool isSharedByDesign(clang::QualType T, const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_SHAREDPARTS_H
