//===--- SpecialMembers.h - how objects of a class are made -----*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_SPECIALMEMBERS_H
#define COTIDY_MODEL_CODE_SPECIALMEMBERS_H

#include "clang/AST/DeclCXX.h"

namespace cotidy {

/// Whether anybody can make an object of \p Record from nothing, from another
/// one, or from one that is given up (which a copy serves as well). False for a
/// class that is only declared. No instantiation is done to find out.
/// Sources: [class.default.ctor], [class.copy.ctor].
bool isDefaultConstructible(const clang::CXXRecordDecl &Record);
bool isCopyConstructible(const clang::CXXRecordDecl &Record);
bool isMoveConstructible(const clang::CXXRecordDecl &Record);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_SPECIALMEMBERS_H
