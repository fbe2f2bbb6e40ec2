//===--- main.cpp - clangd with the checks built in -------------*- C++ -*-===//
#include "checks/AnalysisGuard.h"
#include "editor/Clangd.h"
#include "editor/CrashGuard.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include <vector>

static bool isOption(llvm::StringRef Argument, llvm::StringRef Name) {
  if (!Argument.consume_front("--"))
    Argument.consume_front("-");
  return Argument.split('=').first == Name;
}

int main(int Argc, char **Argv) {
  std::vector<char *> Arguments(Argv, Argv + Argc);
  auto Has = [&](llvm::StringRef Name) {
    return llvm::any_of(Arguments, [&](llvm::StringRef Argument) {
      return isOption(Argument, Name);
    });
  };
  if (Has("version")) {
    llvm::outs() << "cotidy-clangd " COTIDY_VERSION "\n";
    llvm::outs().flush();
  }
  // clangd looks for its headers beside itself, and ours are LLVM's.
  static char ResourceDir[] = "--resource-dir=" COTIDY_CLANG_RESOURCE_DIR;
  std::string Flags =
      llvm::sys::Process::GetEnv("CLANGD_FLAGS").value_or(std::string());
  if (!Has("resource-dir") && !llvm::StringRef(Flags).contains("resource-dir"))
    Arguments.insert(Arguments.begin() + !Arguments.empty(), ResourceDir);

  cotidy::setAnalysisGuard(cotidy::editor::surviveCrash);
  int Size = static_cast<int>(Arguments.size());
  Arguments.push_back(nullptr);
  return clang::clangd::clangdMain(Size, Arguments.data());
}
