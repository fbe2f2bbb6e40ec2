#include "model/code/FallOff.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {

/// Whether control that has passed \p Block comes to the end of the function
/// without a statement that says so.
static bool endsOpen(const CFGBlock &Block) {
  if (Block.hasNoReturnElement())
    return false;
  for (const CFGElement &Element : llvm::reverse(Block)) {
    std::optional<CFGStmt> S = Element.getAs<CFGStmt>();
    if (!S)
      continue; // destructors run on each way out
    return !isa<CoreturnStmt, ReturnStmt, CXXThrowExpr>(S->getStmt());
  }
  return !isa_and_nonnull<CXXTryStmt>(Block.getTerminatorStmt());
}

bool flowsOffEnd(const FunctionDecl &F, const Stmt &Body, ASTContext &Ctx) {
  CFG::BuildOptions Options;
  Options.PruneTriviallyFalseEdges = true;
  Options.setAlwaysAdd(Stmt::CoreturnStmtClass);
  Options.setAlwaysAdd(Stmt::CXXThrowExprClass);
  std::unique_ptr<CFG> Graph =
      CFG::buildCFG(&F, const_cast<Stmt *>(&Body), &Ctx, Options);
  if (!Graph)
    return false;
  llvm::SmallVector<const CFGBlock *, 16> Pending{&Graph->getEntry()};
  // Handlers are reached by edges that the graph leaves out.
  for (const CFGBlock *Try : Graph->try_blocks())
    Pending.push_back(Try);
  llvm::SmallPtrSet<const CFGBlock *, 32> Seen(Pending.begin(), Pending.end());
  while (!Pending.empty()) {
    const CFGBlock *Block = Pending.pop_back_val();
    if (Block->hasNoReturnElement())
      continue;
    for (const CFGBlock *Next : Block->succs()) {
      // The graph sends co_return and throw to its exit as well.
      if (Next == &Graph->getExit()) {
        if (endsOpen(*Block))
          return true;
      } else if (Next && Seen.insert(Next).second) {
        Pending.push_back(Next);
      }
    }
  }
  return false;
}

} // namespace cotidy
