//===--- VarWrites.h - where variables of a body change ---------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_VARWRITES_H
#define COTIDY_MODEL_CODE_VARWRITES_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ParentMap.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace cotidy {

/// One place that changes a variable or member, or may change it.
struct VarWrite {
  enum Kind {
    Assign,   ///< `v = Operand`, `v` not in it
    Add,      ///< `v += Operand`, `++v` (\c Operand null), `v = v + Operand`
    Subtract, ///< the same downwards
    Scale,    ///< `v *= Operand`, `v /= Operand`
    Shift,    ///< `v <<= Operand`, `v >>= Operand`
    Advance,  ///< `v = f(v)`: `p = p->next`
    Unknown   ///< by reference, by pointer, by a member function
  };
  Kind K;
  const clang::Expr *At;
  const clang::Expr *Operand = nullptr;
};

/// The variable or member that the lvalue \p E names, parentheses and implicit
/// casts looked through; null where it is none. Members are not told apart by
/// their object.
const clang::ValueDecl *namedValue(const clang::Expr *E);

/// Every change of a variable or member in one body, nested lambdas included,
/// in source order. Initialisers are no changes.
class VarWrites {
public:
  explicit VarWrites(const clang::Stmt &Body);

  llvm::ArrayRef<VarWrite> of(const clang::ValueDecl *V) const {
    auto It = Writes.find(V);
    return It == Writes.end() ? llvm::ArrayRef<VarWrite>()
                              : llvm::ArrayRef<VarWrite>(It->second);
  }

  /// Whether the number of elements of the container or array \p V can change
  /// in the body.
  bool resized(const clang::ValueDecl *V) const { return Resized.contains(V); }

  /// Whether \p S stands in \p Outer or is it.
  bool isWithin(const clang::Stmt *S, const clang::Stmt *Outer) const;

  /// The statement in the body that declares \p Var, or null.
  const clang::Stmt *declaration(const clang::VarDecl *Var) const;

  const clang::ParentMap &parents() const { return Parents; }

private:
  void visit(const clang::Stmt *S);
  void visitUse(const clang::Expr *Use, const clang::ValueDecl *V);
  void add(const clang::Expr *Target, VarWrite Write);

  clang::ParentMap Parents;
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<VarWrite, 2>>
      Writes;
  llvm::DenseMap<const clang::VarDecl *, const clang::Stmt *> Declarations;
  llvm::DenseSet<const clang::ValueDecl *> Resized;
  llvm::DenseSet<const clang::Expr *> Targets;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_VARWRITES_H
