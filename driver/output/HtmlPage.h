//===--- HtmlPage.h - one page that brings all it needs ---------*- C++ -*-===//
#ifndef COTIDY_DRIVER_OUTPUT_HTMLPAGE_H
#define COTIDY_DRIVER_OUTPUT_HTMLPAGE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <nlohmann/json.hpp>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace cotidy::driver {

/// A file of driver/output/html/, compiled in.
struct HtmlPart {
  llvm::StringRef Name, Text;
};

/// In the order in which the page has them.
llvm::ArrayRef<HtmlPart> htmlParts();

/// Writes the page that shows \p Data. Whatever text is in it stays text: it is
/// escaped so that no end of the script element can stand in it, and the page's
/// Content-Security-Policy runs the page's own script alone.
void writeHtmlPage(const nlohmann::ordered_json &Data, llvm::raw_ostream &OS);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_OUTPUT_HTMLPAGE_H
