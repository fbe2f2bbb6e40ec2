//===--- Excerpts.h - the code that a report is about -----------*- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_EXCERPTS_H
#define COTIDY_DRIVER_REPORT_EXCERPTS_H

#include "driver/report/Report.h"

namespace cotidy::driver {

/// Lines from here on, in bytes, are cut.
constexpr size_t MaxExcerptLine = 600;

/// Reads the lines around the findings of \p Rep, their notes and the edits of
/// their fixes into Report::Excerpts. Places whose line is not what was
/// analysed are left out, and so is what goes beyond 32 MB in all.
void addExcerpts(Report &Rep);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_EXCERPTS_H
