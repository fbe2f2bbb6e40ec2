//===--- Snippet.h - a source line with its range underlined ----*- C++ -*-===//
#ifndef COTIDY_DRIVER_OUTPUT_SNIPPET_H
#define COTIDY_DRIVER_OUTPUT_SNIPPET_H

#include "driver/report/Report.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {

/// Writes the line of \p P, and under it a caret at the point and tildes along
/// the range, both behind a gutter with the line's number:
///
///     10 |   db.exec(query);
///        |   ~~~^~~~~~~~~~~
///
/// Tabs become spaces, wide characters take two columns, what cannot be shown
/// becomes `?`, and of a very long line the part around the point is shown.
void writeSnippet(llvm::raw_ostream &OS, const Place &P);

/// Writes the line of \p P as the edits of \p Fix would leave it; nothing where
/// they touch other lines or other files.
void writeFixedLine(llvm::raw_ostream &OS, const Place &P,
                    const ResultFix &Fix);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_OUTPUT_SNIPPET_H
