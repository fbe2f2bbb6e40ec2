//===--- suspension-dump.cpp - what lives over which suspension -----------===//
//
// suspension-dump FILE -- COMPILER ARGUMENTS
//
// Prints a line for each place in FILE where a body can suspend, with the
// parameters and local variables that are alive over it:
//
//   12: await over request, socket
//   13: yield over
//
//===----------------------------------------------------------------------===//
#include "model/AsyncModel.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include <set>

using namespace clang;
using namespace cotidy;

static llvm::cl::opt<std::string> SourceFile(llvm::cl::Positional,
                                             llvm::cl::Required,
                                             llvm::cl::desc("FILE"));
static llvm::cl::list<std::string>
    CompilerArguments(llvm::cl::Positional, llvm::cl::PositionalEatsArgs,
                      llvm::cl::desc("-- COMPILER ARGUMENTS"));

static void dump(const AsyncModel &Model) {
  const SourceManager &SM = Model.context().getSourceManager();
  std::set<std::pair<unsigned, std::string>> Lines;
  for (const CodeBody &Body : Model.bodies()) {
    const SuspensionGraph &Graph = Model.suspensions(Body);
    std::map<const Suspension *, std::vector<std::string>> Over;
    auto Add = [&](const VarDecl &Var) {
      if (Var.isImplicit() || !Var.hasLocalStorage())
        return;
      for (const Suspension *S : Graph.spannedBy(Var))
        Over[S].push_back(Var.getNameAsString());
    };
    for (const ParmVarDecl *Param : Body.Function->parameters())
      Add(*Param);
    for (const VarDecl *Local : Body.Locals)
      Add(*Local);
    for (const Suspension &S : Graph.suspensions()) {
      llvm::sort(Over[&S]);
      if (SM.isInMainFile(S.Loc))
        Lines.insert({SM.getSpellingLineNumber(S.Loc),
                      (S.Yields ? "yield over " : "await over ") +
                          llvm::join(Over[&S], ", ")});
    }
  }
  for (const auto &[Line, Text] : Lines)
    llvm::outs() << Line << ": " << Text << '\n';
}

int main(int Argc, const char **Argv) {
  llvm::cl::ParseCommandLineOptions(Argc, Argv);
  auto Known = Catalogue::load({});
  if (!Known) {
    llvm::errs() << "error: " << llvm::toString(Known.takeError()) << '\n';
    return 2;
  }
  std::vector<std::string> Arguments(CompilerArguments.begin(),
                                     CompilerArguments.end());
  Arguments.push_back("-resource-dir=" COTIDY_CLANG_RESOURCE_DIR);
  tooling::FixedCompilationDatabase Commands(".", Arguments);
  tooling::ClangTool Tool(Commands, {SourceFile});
  std::vector<std::unique_ptr<ASTUnit>> Units;
  if (Tool.buildASTs(Units) != 0)
    return 1;
  dump(AsyncModel(Units.front()->getASTContext(), *Known));
}
