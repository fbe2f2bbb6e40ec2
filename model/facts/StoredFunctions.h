//===--- StoredFunctions.h - where functions' addresses go ------*- C++ -*-===//
#ifndef COTIDY_MODEL_FACTS_STOREDFUNCTIONS_H
#define COTIDY_MODEL_FACTS_STOREDFUNCTIONS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include <utility>
#include <vector>

namespace cotidy {

/// The function that \p E is the value of: a lambda's body, a function or
/// method whose address is taken, also inside the conversion to a wrapper such
/// as `std::function`. Null where it is none.
const clang::FunctionDecl *functionValue(const clang::Expr *E);

/// Variables and members of the traversal scope that a function is stored in,
/// by initialisation or assignment, each with that function.
std::vector<std::pair<const clang::ValueDecl *, const clang::FunctionDecl *>>
storedFunctions(const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_FACTS_STOREDFUNCTIONS_H
