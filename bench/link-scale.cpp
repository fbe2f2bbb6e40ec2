//===--- link-scale.cpp - how link time grows with the program ------------===//
//
//   link-scale FILES [FUNCTIONS CALLS]
//
// Makes facts of FILES translation units with FUNCTIONS functions each (100)
// and CALLS calls in each function (5), writes and reads each as a facts file,
// joins them, finds the chains, and counts what a report says of the program.
// Prints one JSON object with seconds for each phase, bytes, the peak of
// memory, and what was found.
//
//===----------------------------------------------------------------------===//
#include "model/facts/FactsFile.h"
#include "model/link/LinkSummary.h"
#include "model/link/Linker.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <random>
#include <sys/resource.h>

using namespace cotidy;

namespace {

/// Functions call near ones mostly, as files of a program do. One in two
/// hundred blocks, half of these as their parameter says; one in a hundred is a
/// coroutine, one in ten has a loop that calls others. One call in ten passes a
/// constant or hands a parameter on.
FileFacts makeFile(unsigned File, unsigned Files, unsigned Functions,
                   unsigned Calls) {
  std::mt19937_64 Random(File);
  auto Chance = [&](unsigned In) { return Random() % In == 0; };
  FileFacts F;
  F.MainFile = "src/file" + std::to_string(File) + ".cpp";
  F.Strings = {"", F.MainFile, "file", "read", "waits for the disk"};
  F.Checks = {{"async-sync-io", true, false, false},
              {"async-cpu-heavy-loop", true, false, false}};
  F.MaxSteps = 1000000;
  for (unsigned I = 0; I < Functions; ++I) {
    FunctionFacts &Fn = F.Functions.emplace_back();
    Fn.Id = uint64_t(File) * Functions + I + 1;
    F.Strings.push_back("ns::function" + std::to_string(Fn.Id));
    Fn.Name = F.Strings.size() - 1;
    Fn.Where = {1, 10 * I + 1, 1, 10 * I + 1, 5};
    Fn.Root = Chance(100);
    Fn.Followed = !Fn.Root;
    for (unsigned C = 0; C < Calls; ++C) {
      uint64_t Near = File + Random() % 20;
      uint64_t Target = Chance(20) ? Random() % Files : Near % Files;
      CallFact &Call = Fn.Calls.emplace_back();
      Call.Callee = Target * Functions + Random() % Functions + 1;
      Call.Kind = Chance(20) ? CallKind::Virtual : CallKind::Direct;
      Call.Where = {1, 10 * I + 2 + C, 3, 10 * I + 2 + C, 12};
      Call.Name = Fn.Name;
      if (Chance(10)) {
        CallDetail &Detail = Fn.Details.emplace_back();
        Call.Detail = Fn.Details.size();
        ArgumentFact &Argument = Detail.Arguments.emplace_back();
        Argument.K =
            Chance(2) ? ArgumentFact::Constant : ArgumentFact::Parameter;
        Argument.Value = Random() % 2;
      }
    }
    Fn.Own.Steps = 1 + Random() % 50;
    if (Chance(10)) {
      LoopFact &Loop = Fn.Loops.emplace_back();
      Loop.Where = {1, 10 * I + 1, 3, 10 * I + 1, 12};
      Loop.Own.Steps = 1 + Random() % 3000;
      for (CallFact &Call : Fn.Calls) {
        Call.Times = 10;
        Loop.Calls.push_back(
            {Call.Callee, Call.Where, Call.Name, Call.Times, false});
      }
    }
    if (Fn.Followed && Chance(200)) {
      LeafFact &Leaf = Fn.Leaves.emplace_back();
      Leaf.Category = 2;
      Leaf.Name = 3;
      Leaf.Reason = 4;
      Leaf.Where = {1, 10 * I + 9, 3, 10 * I + 9, 9};
      if (Chance(2))
        Leaf.Tests.emplace_back();
    }
  }
  return F;
}

class Stopwatch {
public:
  double lap() {
    auto Now = std::chrono::steady_clock::now();
    std::chrono::duration<double> Elapsed = Now - Begin;
    Begin = Now;
    return Elapsed.count();
  }

private:
  std::chrono::steady_clock::time_point Begin =
      std::chrono::steady_clock::now();
};

} // namespace

int main(int Argc, char **Argv) {
  auto Number = [&](int Index, unsigned Default) {
    return Index < Argc ? unsigned(std::atoi(Argv[Index])) : Default;
  };
  unsigned Files = Number(1, 0), Functions = Number(2, 100),
           Calls = Number(3, 5);
  if (Files == 0) {
    llvm::errs() << "usage: link-scale FILES [FUNCTIONS CALLS]\n";
    return 2;
  }
  Stopwatch Watch;
  double Reading = 0, Joining = 0;
  size_t Bytes = 0;
  Program Whole;
  for (unsigned I = 0; I < Files; ++I) {
    llvm::SmallString<0> Content;
    llvm::raw_svector_ostream OS(Content);
    writeFacts(makeFile(I, Files, Functions, Calls), OS);
    Bytes += Content.size();
    Watch.lap();
    FileFacts Facts = llvm::cantFail(readFacts(Content));
    Reading += Watch.lap();
    Whole.add(std::move(Facts));
    Joining += Watch.lap();
  }
  CallGraph Graph(Whole);
  LoopReach FromLoops(Whole, Graph);
  size_t Chains = findChains(Whole, Graph, FromLoops).size();
  double Linking = Watch.lap();
  size_t Recursive = summarise(Whole, Graph, FromLoops).RecursiveFunctions;
  double Counting = Watch.lap();
  rusage Usage;
  getrusage(RUSAGE_SELF, &Usage);
  llvm::outs() << llvm::format(
      "{\"files\": %u, \"calls\": %u, \"bytes\": %zu, \"read\": %.3f, "
      "\"join\": %.3f, \"link\": %.3f, \"count\": %.3f, \"peakMB\": %ld, "
      "\"chains\": %zu, \"recursive\": %zu}\n",
      Files, Files * Functions * Calls, Bytes, Reading, Joining, Linking,
      Counting, Usage.ru_maxrss / 1024, Chains, Recursive);
  return 0;
}
