//===--- Checkstyle.cpp - the XML of Checkstyle -----------------*- C++ -*-===//
//
// What Checkstyle for Java writes, and many tools read: Jenkins, reviewdog,
// editors.
//
//===----------------------------------------------------------------------===//
#include "driver/output/Annotation.h"
#include "driver/output/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

struct Entry {
  unsigned Line = 0, Column = 0;
  llvm::StringRef Severity;
  std::string Message, Source;
};

llvm::StringRef severity(Level L) {
  return L == Level::Note ? "info" : toString(L);
}

void renderCheckstyle(const Report &Rep, const RenderOptions &,
                      llvm::raw_ostream &OS) {
  std::map<std::string, std::vector<Entry>> ByFile;
  for (const Failure &F : Rep.Failures)
    ByFile[F.File].push_back({0, 0, "error", annotation(F), "cotidy"});
  for (const Result &R : Rep.Results)
    if (R.isOpen())
      ByFile[R.Where.File].push_back({R.Where.Point.Line, R.Where.Point.Column,
                                      severity(R.Level), annotation(R),
                                      R.Check});
  OS << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<checkstyle version=\"10.0\">\n";
  for (const auto &[File, Entries] : ByFile) {
    OS << "  <file name=\"" << xmlText(File) << "\">\n";
    for (const Entry &E : Entries) {
      OS << "    <error";
      if (E.Line)
        OS << " line=\"" << E.Line << "\" column=\"" << E.Column << '"';
      OS << " severity=\"" << E.Severity << "\" message=\""
         << xmlText(E.Message) << "\" source=\"" << xmlText(E.Source)
         << "\"/>\n";
    }
    OS << "  </file>\n";
  }
  OS << "</checkstyle>\n";
}

const RegisterFormat Registration({"checkstyle", renderCheckstyle, false});

} // namespace
} // namespace cotidy::driver
