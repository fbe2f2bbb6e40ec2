//===--- ClassMembers.h - members of a class and its bases ------*- C++ -*-===//
//
// Member lookup as a user of a class sees it, for classes and for class
// templates that are not instantiated.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CODE_CLASSMEMBERS_H
#define COTIDY_MODEL_CODE_CLASSMEMBERS_H

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

/// The class \p T names, references looked through; for a specialisation that
/// cannot be instantiated yet, the class its template is written as. Null for
/// other types.
const clang::CXXRecordDecl *classOf(clang::QualType T);

/// The class template that \p Record is written as or made from, or null.
const clang::ClassTemplateDecl *templateOf(const clang::CXXRecordDecl &Record);

/// The definition that tells what members \p Record has: its own, or that of
/// its template. Null where there is none.
const clang::CXXRecordDecl *withMembers(const clang::CXXRecordDecl &Record);

/// Calls \p Visit for each public member of \p Record called \p Name until it
/// returns true, which is then the result. Members of public bases count where
/// \p Record has none of that name; using-declarations are looked through.
bool anyMember(const clang::CXXRecordDecl &Record, clang::DeclarationName Name,
               llvm::function_ref<bool(const clang::NamedDecl &)> Visit);

/// The first function called \p Name that anyMember() finds, or null.
const clang::FunctionDecl *memberFunction(const clang::CXXRecordDecl &Record,
                                          clang::DeclarationName Name);

/// Whether \p Record has a function called \p Name that is not deleted.
bool hasFunction(const clang::CXXRecordDecl &Record,
                 clang::DeclarationName Name);

/// The class behind the member type \p Name of \p Record, or null.
const clang::CXXRecordDecl *memberType(const clang::CXXRecordDecl &Record,
                                       clang::DeclarationName Name);

/// Whether a parameter of type \p Parameter is written for objects of
/// \p Record: for its class, a base of it, or its template. A bare template
/// parameter is not.
bool isWrittenFor(clang::QualType Parameter,
                  const clang::CXXRecordDecl &Record);

/// The identifier \p Name as a name to look up.
clang::DeclarationName nameOf(const clang::ASTContext &Ctx,
                              llvm::StringRef Name);

/// Whether \p D is called \p Name.
bool isNamed(const clang::NamedDecl &D, llvm::StringRef Name);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_CLASSMEMBERS_H
