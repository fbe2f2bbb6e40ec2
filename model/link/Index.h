//===--- Index.h - what one file needs of the whole program -----*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_INDEX_H
#define COTIDY_MODEL_LINK_INDEX_H

#include "model/link/Program.h"

namespace cotidy {

/// The functions of \p P on a way from a loop context to a leaf or from any
/// function to one, with only the calls that lead there: facts of a program
/// that gives the same chains and is much smaller. \p Root is the folder that
/// its file names are relative to.
FileFacts makeIndex(const Program &P, llvm::StringRef Root);

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_INDEX_H
