//===--- Trend.cpp - cotidy trend -------------------------------*- C++ -*-===//
#include "driver/report/Trend.h"
#include "driver/commands/Commands.h"
#include "driver/report/ReportReader.h"
#include "driver/support/AtomicFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

/// What people call the reports \p Files: their names, or, where two have the
/// same one, their paths.
std::vector<std::string> labelsOf(const std::vector<std::string> &Files) {
  std::vector<std::string> Names;
  for (llvm::StringRef File : Files)
    Names.push_back(llvm::sys::path::stem(File).str());
  std::vector<std::string> Sorted = Names;
  llvm::sort(Sorted);
  bool Unique =
      std::adjacent_find(Sorted.begin(), Sorted.end()) == Sorted.end();
  return Unique ? Names : Files;
}

} // namespace

llvm::Expected<ExitStatus> runTrend(const CommandLine &Cmd) {
  Trend T;
  std::vector<std::string> Labels = labelsOf(Cmd.Arguments);
  for (size_t I = 0; I < Cmd.Arguments.size(); ++I) {
    auto Rep = readReport(Cmd.Arguments[I]);
    if (!Rep)
      return Rep.takeError();
    if (I != 0 && Rep->Profile != T.last().Profile)
      return usageError("'" + Cmd.Arguments[I - 1] + "' is of the profile '" +
                        T.last().Profile + "' and '" + Cmd.Arguments[I] +
                        "' of '" + Rep->Profile +
                        "'; follow reports of one profile");
    T.add(Labels[I], std::move(*Rep));
  }
  llvm::Error All = llvm::Error::success();
  for (const OutputRequest &Output : Cmd.Outputs) {
    std::string Content;
    llvm::raw_string_ostream OS(Content);
    renderTrend(T, Output.Format, OS);
    All = llvm::joinErrors(std::move(All),
                           Output.File.empty()
                               ? writeToStdout(Content)
                               : writeAtomically(Output.File, Content));
  }
  if (All)
    return std::move(All);
  return NothingFound;
}

} // namespace cotidy::driver
