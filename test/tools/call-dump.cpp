//===--- call-dump.cpp - what the catalogue says of a file's calls --------===//
//
// call-dump [--catalog FILE]... FILE -- COMPILER ARGUMENTS
//
// Prints a line for each call, destruction of a local variable and local
// variable's type in FILE itself that the catalogue knows:
//
//   12: blocks std::future::wait (std-thread) on 'f'
//   13: bridge boost::asio::io_context::run (asio)
//   14: type boost::asio::awaitable (asio)
//
//===----------------------------------------------------------------------===//
#include "model/catalogue/Catalogue.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/CommandLine.h"
#include <set>

using namespace clang;
using namespace cotidy;

static llvm::cl::list<std::string>
    CatalogueFiles("catalog", llvm::cl::desc("A project's catalogue file"));
static llvm::cl::opt<std::string> SourceFile(llvm::cl::Positional,
                                             llvm::cl::Required,
                                             llvm::cl::desc("FILE"));
static llvm::cl::list<std::string>
    CompilerArguments(llvm::cl::Positional, llvm::cl::PositionalEatsArgs,
                      llvm::cl::desc("-- COMPILER ARGUMENTS"));

namespace {

constexpr std::pair<RuntimeRole, const char *> Roles[] = {
    {RuntimeRole::Sink, "sink"},
    {RuntimeRole::Combinator, "combinator"},
    {RuntimeRole::Offload, "offload"},
    {RuntimeRole::InPlace, "in_place"},
    {RuntimeRole::LoopCallback, "loop_callback"},
    {RuntimeRole::Bridge, "bridge"},
    {RuntimeRole::Sleep, "sleep"},
    {RuntimeRole::Yield, "yield"},
    {RuntimeRole::Move, "move"},
    {RuntimeRole::MoveBack, "move_back"},
    {RuntimeRole::FalseMove, "false_move"},
    {RuntimeRole::Wrapper, "wrapper"}};

class Dumper : public DynamicRecursiveASTVisitor {
public:
  Dumper(const Catalogue &Known, ASTContext &Ctx) : Known(Known), Ctx(Ctx) {
    ShouldVisitTemplateInstantiations = true;
  }

  bool VisitExpr(Expr *E) override {
    if (std::optional<CallSite> Call = CallSite::of(E))
      dump(*Call);
    return true;
  }

  bool VisitVarDecl(VarDecl *Var) override {
    if (std::optional<CallSite> Call = CallSite::destructionOf(*Var))
      dump(*Call);
    const CXXRecordDecl *Class = Var->getType()->getAsCXXRecordDecl();
    if (const RuntimeType *Type = Class ? Known.type(*Class) : nullptr)
      print(Var->getLocation(),
            "type " + Type->Name + " (" + Type->Runtime + ")");
    return true;
  }

  void flush() {
    for (const auto &[Line, Text] : Lines)
      llvm::outs() << Line << ": " << Text << '\n';
  }

private:
  void dump(const CallSite &Call) {
    if (const BlockingEntry *E = Known.blocking(Call, Ctx)) {
      std::string Text = "blocks " + E->Name + " (" + E->Pack + ")";
      if (const Expr *Handle = Catalogue::handle(*E, Call))
        Text += " on '" +
                Lexer::getSourceText(
                    CharSourceRange::getTokenRange(Handle->getSourceRange()),
                    Ctx.getSourceManager(), Ctx.getLangOpts())
                    .str() +
                "'";
      print(Call.Loc, Text);
    }
    for (const auto &[Role, Word] : Roles)
      if (const RuntimeFunction *F = Known.function(Call, Role, Ctx))
        print(Call.Loc,
              std::string(Word) + " " + F->Name + " (" + F->Runtime + ")");
  }

  void print(SourceLocation Loc, const std::string &Text) {
    const SourceManager &SM = Ctx.getSourceManager();
    Loc = SM.getExpansionLoc(Loc);
    // Instantiations repeat what they were made from.
    if (SM.isInMainFile(Loc))
      Lines.insert({SM.getSpellingLineNumber(Loc), Text});
  }

  const Catalogue &Known;
  ASTContext &Ctx;
  std::set<std::pair<unsigned, std::string>> Lines;
};

class DumpAction : public ASTFrontendAction {
public:
  explicit DumpAction(const Catalogue &Known) : Known(Known) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    class Consumer : public ASTConsumer {
    public:
      explicit Consumer(const Catalogue &Known) : Known(Known) {}
      void HandleTranslationUnit(ASTContext &Ctx) override {
        Dumper D(Known, Ctx);
        D.TraverseAST(Ctx);
        D.flush();
      }

    private:
      const Catalogue &Known;
    };
    return std::make_unique<Consumer>(Known);
  }

private:
  const Catalogue &Known;
};

class DumpFactory : public tooling::FrontendActionFactory {
public:
  explicit DumpFactory(const Catalogue &Known) : Known(Known) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<DumpAction>(Known);
  }

private:
  const Catalogue &Known;
};

} // namespace

int main(int Argc, const char **Argv) {
  llvm::cl::ParseCommandLineOptions(Argc, Argv);
  auto Known = Catalogue::load(CatalogueFiles);
  if (!Known) {
    llvm::errs() << "error: " << llvm::toString(Known.takeError()) << '\n';
    return 2;
  }
  std::vector<std::string> Arguments(CompilerArguments.begin(),
                                     CompilerArguments.end());
  Arguments.push_back("-resource-dir=" COTIDY_CLANG_RESOURCE_DIR);
  tooling::FixedCompilationDatabase Commands(".", Arguments);
  tooling::ClangTool Tool(Commands, {SourceFile});
  DumpFactory Factory(**Known);
  return Tool.run(&Factory);
}
