//===--- RenameFunction.h - another name for a function ---------*- C++ -*-===//
//
// Before:  task<> fetch();          After:  task<> async_fetch();
//          co_await fetch();                co_await async_fetch();
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_RENAMEFUNCTION_H
#define COTIDY_FIXITS_RENAMEFUNCTION_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include "llvm/Support/Regex.h"
#include <optional>

namespace cotidy {

/// Plans a name for \p F that \p Expected matches, `async_` or `co_` before its
/// own or `_async` or `Async` behind it, in all places. Empty where none of
/// these does, where the main file has the new name already, for virtual
/// functions and templates, and where the places cannot be told
/// (placesNaming()).
std::optional<Fix> planRename(const clang::FunctionDecl &F,
                              const llvm::Regex &Expected,
                              const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_RENAMEFUNCTION_H
