#include "model/tasks/UnusedPath.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

namespace {

bool declares(const Stmt &S, const VarDecl &Var) {
  const auto *Declaration = dyn_cast<DeclStmt>(&S);
  return Declaration && llvm::is_contained(Declaration->decls(), &Var);
}

class PathSearch {
public:
  PathSearch(const CFG &Graph, const VarDecl &Var,
             const llvm::SmallPtrSetImpl<const Stmt *> &Mentions)
      : Graph(Graph), Var(Var), Mentions(Mentions) {}

  std::optional<PathEnd> run() {
    for (const CFGBlock *Block : Graph)
      for (size_t I = 0; I < Block->size(); ++I)
        if (std::optional<CFGStmt> Element = (*Block)[I].getAs<CFGStmt>();
            Element && declares(*Element->getStmt(), Var))
          Pending.push_back({Block, I + 1});
    while (!Pending.empty()) {
      auto [Block, Index] = Pending.pop_back_val();
      PathEnd End;
      if (!passes(*Block, Index, End))
        continue;
      if (End.Round)
        return End;
      for (const CFGBlock *Next : Block->succs()) {
        if (Next == &Graph.getExit())
          return End;
        if (Next && Seen.insert(Next).second)
          Pending.push_back({Next, 0});
      }
    }
    return std::nullopt;
  }

private:
  /// Whether control passes \p Block from element \p Index on without a
  /// mention.
  bool passes(const CFGBlock &Block, size_t Index, PathEnd &End) const {
    for (; Index < Block.size(); ++Index) {
      std::optional<CFGStmt> Element = Block[Index].getAs<CFGStmt>();
      if (!Element)
        continue;
      const Stmt *S = Element->getStmt();
      if (Mentions.contains(S) || isa<CXXThrowExpr>(S))
        return false;
      if (declares(*S, Var)) {
        End.Round = true;
        return true;
      }
      if (isa<ReturnStmt, CoreturnStmt>(S))
        End.Exit = S;
    }
    return !Block.hasNoReturnElement();
  }

  const CFG &Graph;
  const VarDecl &Var;
  const llvm::SmallPtrSetImpl<const Stmt *> &Mentions;
  llvm::SmallVector<std::pair<const CFGBlock *, size_t>, 8> Pending;
  llvm::SmallPtrSet<const CFGBlock *, 16> Seen;
};

} // namespace

std::optional<PathEnd>
pathAround(const CFG &Graph, const VarDecl &Var,
           const llvm::SmallPtrSetImpl<const Stmt *> &Mentions) {
  return PathSearch(Graph, Var, Mentions).run();
}

} // namespace cotidy
