//===--- LentParameters.h - parameters that callers let die -----*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_LENTPARAMETERS_H
#define COTIDY_MODEL_LINK_LENTPARAMETERS_H

#include "model/link/Program.h"

namespace cotidy {

/// Adds a chain for each parameter of a coroutine that refers to what some call
/// lets die before the task ends, with a note at that call; and for those that
/// invite it, where no call is seen.
void addLentParameters(const Program &P, std::vector<Chain> &Into);

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_LENTPARAMETERS_H
