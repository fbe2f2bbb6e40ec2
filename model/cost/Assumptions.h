//===--- Assumptions.h - what an estimate takes for granted -----*- C++ -*-===//
#ifndef COTIDY_MODEL_COST_ASSUMPTIONS_H
#define COTIDY_MODEL_COST_ASSUMPTIONS_H

#include "model/cost/Cost.h"

namespace cotidy {

/// The steps of \p C if, of the sizes known only at run time that it is the
/// product of, just one is as large as assumed and each other one is 1. Sizes
/// of one range count as one size, so that all pairs of a range stay its
/// square: two unrelated lists are seldom both long, where one may well be.
double stepsOfOneAssumption(const Cost &C);

} // namespace cotidy

#endif // COTIDY_MODEL_COST_ASSUMPTIONS_H
