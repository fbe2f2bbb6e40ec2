//===--- Junit.cpp - the XML of JUnit ---------------------------*- C++ -*-===//
//
// For CI systems that show tests and nothing else: each finding is a test that
// failed, each file that could not be analysed one that broke.
//
//===----------------------------------------------------------------------===//
#include "driver/output/Annotation.h"
#include "driver/output/Format.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

namespace cotidy::driver {
namespace {

struct Case {
  std::string Name;
  llvm::StringRef Outcome; ///< the element; empty: passed
  std::string Type, Message, Text;
};

using Suites = std::map<std::string, std::vector<Case>>;

Suites suitesOf(const Report &Rep) {
  Suites Result;
  for (const Failure &F : Rep.Failures)
    Result[F.File].push_back(
        {"analysis", "error", "not analysed", F.Message, annotation(F)});
  for (const driver::Result &R : Rep.Results)
    if (R.isOpen())
      Result[R.Where.File].push_back(
          {R.Check + " at " + std::to_string(R.Where.Point.Line) + ":" +
               std::to_string(R.Where.Point.Column),
           "failure", R.Check, R.Message,
           placeText(R.Where) + ": " + annotation(R)});
  // A report without tests counts as one that was lost.
  if (Result.empty())
    Result["cotidy"].push_back({"no findings", {}, {}, {}, {}});
  return Result;
}

void writeCounts(const std::vector<Case> &Cases, llvm::raw_ostream &OS) {
  auto Count = [&](llvm::StringRef Outcome) {
    return llvm::count_if(Cases,
                          [&](const Case &C) { return C.Outcome == Outcome; });
  };
  OS << " tests=\"" << Cases.size() << "\" failures=\"" << Count("failure")
     << "\" errors=\"" << Count("error") << '"';
}

void renderJunit(const Report &Rep, const RenderOptions &,
                 llvm::raw_ostream &OS) {
  Suites All = suitesOf(Rep);
  std::vector<Case> Flat;
  for (const auto &[File, Cases] : All)
    llvm::append_range(Flat, Cases);
  OS << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "
        "name=\"cotidy\"";
  writeCounts(Flat, OS);
  OS << ">\n";
  for (const auto &[File, Cases] : All) {
    OS << "  <testsuite name=\"" << xmlText(File) << '"';
    writeCounts(Cases, OS);
    OS << ">\n";
    for (const Case &C : Cases) {
      OS << "    <testcase name=\"" << xmlText(C.Name) << "\" classname=\""
         << xmlText(File) << '"';
      if (C.Outcome.empty()) {
        OS << "/>\n";
        continue;
      }
      OS << ">\n      <" << C.Outcome << " type=\"" << xmlText(C.Type)
         << "\" message=\"" << xmlText(C.Message) << "\">" << xmlText(C.Text)
         << "</" << C.Outcome << ">\n    </testcase>\n";
    }
    OS << "  </testsuite>\n";
  }
  OS << "</testsuites>\n";
}

const RegisterFormat Registration({"junit", renderJunit, false});

} // namespace
} // namespace cotidy::driver
