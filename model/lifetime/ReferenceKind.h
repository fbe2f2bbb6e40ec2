//===--- ReferenceKind.h - values that refer to others ----------*- C++ -*-===//
#ifndef COTIDY_MODEL_LIFETIME_REFERENCEKIND_H
#define COTIDY_MODEL_LIFETIME_REFERENCEKIND_H

#include "model/catalogue/Catalogue.h"

namespace cotidy {

/// In what way values of a type refer to an object that they do not keep.
enum class ReferenceKind {
  None,
  LValue,   ///< `T &`, `const T &`
  RValue,   ///< `T &&`
  View,     ///< the catalogue's views, views of ranges
  Iterator, ///< iterators and other classes marked [[gsl::Pointer]]
  Pointer,  ///< to an object
};

ReferenceKind referenceKind(clang::QualType T, const Catalogue &Known);

/// Whether an argument of another type makes a temporary for a parameter of
/// type \p T, `const std::string &` from a literal: a reference to a constant
/// class that has a converting constructor.
bool takesTemporaries(clang::QualType T);

} // namespace cotidy

#endif // COTIDY_MODEL_LIFETIME_REFERENCEKIND_H
