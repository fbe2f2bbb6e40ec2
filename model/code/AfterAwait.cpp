#include "model/code/AfterAwait.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <deque>

using namespace clang;

namespace cotidy {

const Stmt *firstBehindAwait(const CodeBody &Body, const Expr &Await,
                             ASTContext &Ctx,
                             llvm::function_ref<bool(const Stmt &)> Is) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph = CFG::buildCFG(
      Body.Function, const_cast<Stmt *>(Body.Body), &Ctx, Options);
  if (!Graph)
    return nullptr;

  std::deque<std::pair<const CFGBlock *, size_t>> Pending;
  for (const CFGBlock *Block : *Graph)
    for (size_t I = 0; I < Block->size(); ++I)
      if (std::optional<CFGStmt> Part = (*Block)[I].getAs<CFGStmt>();
          Part && Part->getStmt() == &Await)
        Pending.push_back({Block, I + 1});

  llvm::SmallPtrSet<const CFGBlock *, 16> Seen;
  while (!Pending.empty()) {
    auto [Block, Index] = Pending.front();
    Pending.pop_front();
    bool Suspends = false;
    for (; Index < Block->size() && !Suspends; ++Index) {
      std::optional<CFGStmt> Part = (*Block)[Index].getAs<CFGStmt>();
      if (!Part)
        continue;
      const Stmt *S = Part->getStmt();
      Suspends = isa<CoawaitExpr, CoyieldExpr, DependentCoawaitExpr>(S);
      if (!Suspends && Is(*S))
        return S;
    }
    if (Suspends)
      continue;
    if (const Stmt *Head = Block->getTerminatorStmt(); Head && Is(*Head))
      return Head;
    for (const CFGBlock *Next : Block->succs())
      if (Next && Seen.insert(Next).second)
        Pending.push_back({Next, 0});
  }
  return nullptr;
}

} // namespace cotidy
