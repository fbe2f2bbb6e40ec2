//===--- HeaderInsertion.h - headers that a fix needs -----------*- C++ -*-===//
#ifndef COTIDY_FIXITS_HEADERINSERTION_H
#define COTIDY_FIXITS_HEADERINSERTION_H

#include "fixits/Fix.h"
#include "clang/Basic/SourceManager.h"

namespace cotidy {

/// Adds to \p F an `#include <...>` for each of \p Headers that the file of
/// \p Where does not include itself, in the place where the file's style puts
/// it (its `.clang-format`, else LLVM's). Nothing where the file includes one
/// of \p Umbrellas, which hold them all.
void addHeaders(Fix &F, clang::SourceLocation Where,
                llvm::ArrayRef<std::string> Headers,
                llvm::ArrayRef<std::string> Umbrellas,
                const clang::SourceManager &SM);

} // namespace cotidy

#endif // COTIDY_FIXITS_HEADERINSERTION_H
