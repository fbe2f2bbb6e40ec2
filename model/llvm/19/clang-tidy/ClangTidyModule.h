//===--- ClangTidyModule.h - clang 22's, for 19 -----------------*- C++ -*-===//
//
// In clang 22 the registry of modules is part of it.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LLVM_19_CLANGTIDYMODULE_H
#define COTIDY_MODEL_LLVM_19_CLANGTIDYMODULE_H

#include_next "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyModuleRegistry.h"

#endif // COTIDY_MODEL_LLVM_19_CLANGTIDYMODULE_H
