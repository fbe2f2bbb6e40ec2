//===--- ChainText.h - what messages say of a chain -------------*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_CHAINTEXT_H
#define COTIDY_MODEL_LINK_CHAINTEXT_H

#include "model/link/Program.h"

namespace cotidy {

std::string inQuotes(llvm::StringRef Name);

/// The note for one step: that \p Caller gets to \p Target by \p Call.
ChainNote describeStep(const Program &P, const Definition &Caller,
                       const CallFact &Call, NodeId Target);

/// The note for the end: that \p Leaf, in \p Around, blocks.
ChainNote describeLeaf(const Program &P, const Definition &Around,
                       const LeafFact &Leaf);

/// What to do about a call of \p Callee that reaches something of the category
/// \p Category.
std::string chainAdvice(llvm::StringRef Callee, llvm::StringRef Category);

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_CHAINTEXT_H
