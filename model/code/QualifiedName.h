//===--- QualifiedName.h - names as the catalogue writes them ---*- C++ -*-===//
//
// The catalogue names declarations the way a user of the library writes them:
// `std::filesystem::exists`, `boost::asio::basic_socket::connect`,
// `std::thread::~thread`. Inline and unnamed namespaces and template arguments
// do not appear; a constructor is `ns::Class::Class`.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CODE_QUALIFIEDNAME_H
#define COTIDY_MODEL_CODE_QUALIFIEDNAME_H

#include "clang/AST/Decl.h"
#include <string>

namespace cotidy {

/// Returns the name of \p D as the catalogue writes it (see above). Members of
/// class template specialisations have the name of the template's member. A
/// declaration inside a function has the function's name as a prefix.
std::string qualifiedName(const clang::NamedDecl &D);

/// Returns the last component of a catalogue name: `exists` of
/// `std::filesystem::exists`, `~thread` of `std::thread::~thread`.
llvm::StringRef lastComponent(llvm::StringRef QualifiedName);

/// Whether \p Name, without scope, is an operator's: `operator<<`.
bool isOperatorName(llvm::StringRef Name);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_QUALIFIEDNAME_H
