//===--- link-scale.cpp - how link time grows with the program ------------===//
//
//   link-scale FILES [FUNCTIONS CALLS]
//
// Makes facts of FILES translation units with FUNCTIONS functions each (100)
// and CALLS calls in each function (5), writes and reads each as a facts file,
// joins them, and finds the chains. Prints one JSON object with seconds for
// each phase, bytes, and what was found.
//
//===----------------------------------------------------------------------===//
#include "model/facts/FactsFile.h"
#include "model/link/Linker.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <random>

using namespace cotidy;

namespace {

/// Functions call near ones mostly, as files of a program do. One in two
/// hundred blocks, one in a hundred is a coroutine.
FileFacts makeFile(unsigned File, unsigned Files, unsigned Functions,
                   unsigned Calls) {
  std::mt19937_64 Random(File);
  auto Chance = [&](unsigned In) { return Random() % In == 0; };
  FileFacts F;
  F.MainFile = "src/file" + std::to_string(File) + ".cpp";
  F.Strings = {"", F.MainFile, "file", "read", "waits for the disk"};
  F.Checks = {{"async-sync-io", true, false, false}};
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
    }
    if (Fn.Followed && Chance(200)) {
      LeafFact &Leaf = Fn.Leaves.emplace_back();
      Leaf.Category = 2;
      Leaf.Name = 3;
      Leaf.Reason = 4;
      Leaf.Where = {1, 10 * I + 9, 3, 10 * I + 9, 9};
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
  size_t Chains = findChains(Whole).size();
  double Linking = Watch.lap();
  llvm::outs() << llvm::format(
      "{\"files\": %u, \"calls\": %u, \"bytes\": %zu, \"read\": %.3f, "
      "\"join\": %.3f, \"link\": %.3f, \"chains\": %zu}\n",
      Files, Files * Functions * Calls, Bytes, Reading, Joining, Linking,
      Chains);
  return 0;
}
