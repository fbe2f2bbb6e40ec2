//===--- Origin.h - where a value comes from --------------------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_ORIGIN_H
#define COTIDY_MODEL_CODE_ORIGIN_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace cotidy {

/// Where the value of \p E comes from: the expression that made it, or the name
/// of the parameter that holds it. Looks through the initialisers of variables,
/// and from a part to the whole as far as members, subscripts, structured
/// bindings and the standard library's accessors tell: `fs` of
/// `std::get<0>(fs)`, `results` of `results.futures[i]`. Null for null.
const clang::Expr *originOf(const clang::Expr *E);

/// The parameter that \p E names, or null.
const clang::ParmVarDecl *parameterNamed(const clang::Expr *E);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_ORIGIN_H
