//===--- Linker.h - chains from event loops to what blocks them -*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_LINKER_H
#define COTIDY_MODEL_LINK_LINKER_H

#include "model/link/Chain.h"
#include "model/link/LoopReach.h"

namespace cotidy {

/// The findings that need more than one function, sorted: for each call in a
/// loop context and each cause (check and category) the most certain and then
/// shortest chain to a leaf; for each leaf that is reported where it stands,
/// how a loop context gets there. Only checks that the configuration of the
/// loop context's file enables; silenced ones are marked.
/// \p Graph and \p FromLoops are those of \p P.
std::vector<Chain> findChains(const Program &P, const CallGraph &Graph,
                              const LoopReach &FromLoops);

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_LINKER_H
