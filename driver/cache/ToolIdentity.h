//===--- ToolIdentity.h - which program this is -----------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_CACHE_TOOLIDENTITY_H
#define COTIDY_DRIVER_CACHE_TOOLIDENTITY_H

#include <string>

namespace cotidy::driver {

/// What differs between any two builds of cotidy and of the libraries it runs
/// with, LLVM among them.
std::string toolIdentity();

/// The variables of the environment that change what is compiled.
std::string compilerEnvironment();

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_CACHE_TOOLIDENTITY_H
