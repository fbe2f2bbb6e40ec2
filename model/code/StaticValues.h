//===--- StaticValues.h - sizes and numbers the source shows ----*- C++ -*-===//
//
// Estimates of integer expressions and of the number of elements of ranges,
// without running anything: constants, variables that keep a constant
// initialiser, `std::min(n, 16)`, checks that control has passed, and types
// whose size or capacity is fixed.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CODE_STATICVALUES_H
#define COTIDY_MODEL_CODE_STATICVALUES_H

#include "model/code/VarWrites.h"
#include "clang/AST/ASTContext.h"
#include <optional>

namespace cotidy {

class StaticValues {
public:
  /// \p Writes holds the changes of the body that the expressions stand in, or
  /// of a body around it.
  StaticValues(const clang::ASTContext &Ctx, const VarWrites &Writes)
      : Ctx(Ctx), Writes(Writes) {}

  /// The value of \p E where control is at \p At, or the largest that it can
  /// have; empty where nothing shows it.
  std::optional<double> valueOf(const clang::Expr *E,
                                const clang::Stmt *At) const;

  /// The value of the constant expression \p E.
  std::optional<double> constantOf(const clang::Expr *E) const;

  /// The number of elements of the container, array, view or initialiser list
  /// \p Range, or the largest it can have.
  std::optional<double> elementsOf(const clang::Expr *Range,
                                   const clang::Stmt *At) const;

  /// How much larger \p End is than \p Begin: by their values, or because the
  /// one is written as a sum of the other.
  std::optional<double> extent(const clang::Expr *Begin, const clang::Expr *End,
                               const clang::Stmt *At) const;

  /// Lets \p Var count as \p Value from now on: the induction variable of a
  /// loop stands for its middle round.
  void assume(const clang::VarDecl *Var, double Value) { Assumed[Var] = Value; }

  /// Whether \p A and \p B are written the same.
  bool sameExpr(const clang::Expr *A, const clang::Expr *B) const;

private:
  /// Ends the search through initialisers of initialisers.
  static constexpr unsigned MaxDepth = 8;

  std::optional<double> valueOf(const clang::Expr *E, const clang::Stmt *At,
                                unsigned Depth) const;
  std::optional<double> valueOfCall(const clang::CallExpr &Call,
                                    const clang::Stmt *At,
                                    unsigned Depth) const;
  std::optional<double> valueOfBinary(const clang::BinaryOperator &Op,
                                      const clang::Stmt *At,
                                      unsigned Depth) const;
  std::optional<double> elementsOf(const clang::Expr *Range,
                                   const clang::Stmt *At, unsigned Depth) const;
  std::optional<double> elementsOfCall(const clang::CallExpr &Call,
                                       const clang::Stmt *At,
                                       unsigned Depth) const;
  std::optional<double> elementsOfInit(const clang::Expr *Init,
                                       const clang::Stmt *At,
                                       unsigned Depth) const;
  std::optional<double> extent(const clang::Expr *Begin, const clang::Expr *End,
                               const clang::Stmt *At, unsigned Depth) const;
  std::optional<double> guardBound(const clang::Expr *E,
                                   const clang::Stmt *At) const;
  std::optional<double> boundFrom(const clang::Expr *Condition, bool Holds,
                                  const clang::Expr *E) const;

  const clang::ASTContext &Ctx;
  const VarWrites &Writes;
  llvm::DenseMap<const clang::VarDecl *, double> Assumed;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_STATICVALUES_H
