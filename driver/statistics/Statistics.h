//===--- Statistics.h - how a run went --------------------------*- C++ -*-===//
//
// Pure functions of a report whose Figures are there.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_STATISTICS_STATISTICS_H
#define COTIDY_DRIVER_STATISTICS_STATISTICS_H

#include "driver/report/Report.h"
#include <nlohmann/json.hpp>

namespace cotidy::driver {

/// How many there are of what in \p Rep: findings, fixes, files, facts.
nlohmann::ordered_json statisticsJson(const Report &Rep);

/// What the time of \p Rep was spent on.
nlohmann::ordered_json timesJson(const Report &Rep);

/// What was asked for of the two, for people.
std::string figuresText(const Report &Rep);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_STATISTICS_STATISTICS_H
