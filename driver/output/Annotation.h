//===--- Annotation.h - one finding as one text -----------------*- C++ -*-===//
//
// Formats of review tools have room for one text at one line.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_OUTPUT_ANNOTATION_H
#define COTIDY_DRIVER_OUTPUT_ANNOTATION_H

#include "driver/report/Report.h"

namespace cotidy::driver {

/// The message of \p R and, each on a line of its own, its notes. A note that
/// stands elsewhere than the finding says where.
std::string annotation(const Result &R);

/// What a failure is called where a finding would be: `not analysed: ...`.
std::string annotation(const Failure &F);

/// \p Text fit for XML 1.0 in UTF-8, as the content of an element or as the
/// value of an attribute in double quotes: markup is escaped, what XML does not
/// allow is replaced by U+FFFD.
std::string xmlText(llvm::StringRef Text);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_OUTPUT_ANNOTATION_H
