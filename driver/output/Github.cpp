//===--- Github.cpp - annotations of a GitHub workflow ----------*- C++ -*-===//
//
// Workflow commands: what a step prints becomes annotations of the changed
// lines. GitHub shows ten of each kind for a step, so that errors come first.
//
//===----------------------------------------------------------------------===//
#include "driver/output/Annotation.h"
#include "driver/output/Format.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

/// A value as workflow commands want it; \p InProperty: before the `::`.
std::string escaped(llvm::StringRef Text, bool InProperty) {
  std::string Result;
  for (char C : Text) {
    bool Separates = InProperty && (C == ':' || C == ',');
    if (C == '%' || C == '\r' || C == '\n' || Separates) {
      llvm::raw_string_ostream OS(Result);
      OS << llvm::format("%%%02X", static_cast<unsigned>(C));
    } else {
      Result += C;
    }
  }
  return Result;
}

llvm::StringRef command(Level L) {
  switch (L) {
  case Level::Note:
    return "notice";
  case Level::Warning:
    return "warning";
  case Level::Error:
    return "error";
  }
  llvm_unreachable("all levels are handled");
}

void renderGithub(const Report &Rep, const RenderOptions &,
                  llvm::raw_ostream &OS) {
  for (const Failure &F : Rep.Failures)
    OS << "::error file=" << escaped(F.File, true)
       << ",title=cotidy::" << escaped(annotation(F), false) << '\n';
  for (Level L : {Level::Error, Level::Warning, Level::Note})
    for (const Result &R : Rep.Results) {
      if (!R.isOpen() || R.Level != L)
        continue;
      OS << "::" << command(L) << " file=" << escaped(R.Where.File, true);
      if (R.Where.Point.Line) {
        OS << ",line=" << R.Where.Begin.Line << ",endLine=" << R.Where.End.Line;
        // Columns are for ranges in one line.
        if (R.Where.Begin.Line == R.Where.End.Line)
          OS << ",col=" << R.Where.Begin.Utf16Column
             << ",endColumn=" << R.Where.End.Utf16Column;
      }
      OS << ",title=" << escaped(R.Check, true)
         << "::" << escaped(annotation(R), false) << '\n';
    }
}

const RegisterFormat Registration({"github", renderGithub, false});

} // namespace
} // namespace cotidy::driver
