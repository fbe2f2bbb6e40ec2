//===--- StepsText.h - how messages tell an estimate ------------*- C++ -*-===//
#ifndef COTIDY_MODEL_COST_STEPSTEXT_H
#define COTIDY_MODEL_COST_STEPSTEXT_H

#include <string>

namespace cotidy {

/// `4.0e8`
std::string stepsText(double Count);

} // namespace cotidy

#endif // COTIDY_MODEL_COST_STEPSTEXT_H
