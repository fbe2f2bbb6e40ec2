//===--- FunctionUses.h - how functions of the file are used ----*- C++ -*-===//
//
// Tells whether a function is only ever called and awaited, or whether other
// code relies on its signature: it is handed over, called through a template,
// required by a concept, or one of several that share an interface.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CODE_FUNCTIONUSES_H
#define COTIDY_MODEL_CODE_FUNCTIONUSES_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace cotidy {

struct FunctionUse {
  /// Calls that are the operand of a co_await.
  llvm::SmallVector<const clang::CallExpr *, 4> Awaited;
  /// Another use: the address is taken, or the result is not awaited where the
  /// call stands. Null where there is none.
  const clang::Expr *Other = nullptr;
};

/// Read once from all declarations of the traversal scope.
class FunctionUses {
public:
  explicit FunctionUses(clang::ASTContext &Ctx);

  /// The uses of \p F, those of instantiations counted for their template.
  const FunctionUse &of(const clang::FunctionDecl &F) const;

  /// Whether \p Name is looked up where the function depends on a template
  /// argument: in a template, in a concept's requirement.
  bool isUsedInTemplates(llvm::StringRef Name) const {
    return Dependent.contains(Name);
  }

  /// Whether another function has the name of \p F and returns the same class.
  bool hasSibling(const clang::FunctionDecl &F) const;

private:
  class Visitor;

  llvm::DenseMap<const clang::FunctionDecl *, FunctionUse> Uses;
  llvm::StringMap<llvm::SmallVector<const clang::FunctionDecl *, 2>> Named;
  llvm::StringSet<> Dependent;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_FUNCTIONUSES_H
