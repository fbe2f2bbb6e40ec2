//===--- PassByValue.h - let a coroutine keep its argument ------*- C++ -*-===//
//
// Before:  task<> greet(const std::string &name);
// After:   task<> greet(std::string name);
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_PASSBYVALUE_H
#define COTIDY_FIXITS_PASSBYVALUE_H

#include "fixits/Fix.h"
#include "clang/AST/Decl.h"
#include <optional>

namespace cotidy {

/// Plans \p Parameter by value in all declarations of its function: a `const`
/// lvalue reference or an rvalue reference to a class that can be copied, or
/// moved. Empty for anything else, for templates and methods that others have
/// to agree with, and where a macro wrote a declaration.
std::optional<Fix> planPassByValue(const clang::ParmVarDecl &Parameter);

} // namespace cotidy

#endif // COTIDY_FIXITS_PASSBYVALUE_H
