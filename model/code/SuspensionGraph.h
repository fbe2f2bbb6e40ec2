//===--- SuspensionGraph.h - control flow with suspensions ------*- C++ -*-===//
//
// The control-flow graph of one body, with the places where it can suspend and
// the ends of its variables' scopes. Whoever asks what lives over a suspension,
// or what runs behind one, asks here: AsyncModel::suspensions() builds the
// graph of a body once.
//
// A path through the graph is a row of steps: each expression and statement in
// the order of evaluation, and each end of a variable. A question names a place
// to start from and says which steps end a path: where a guard is unlocked, a
// reference assigned anew.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CODE_SUSPENSIONGRAPH_H
#define COTIDY_MODEL_CODE_SUSPENSIONGRAPH_H

#include "model/catalogue/Catalogue.h"
#include "model/code/CodeBody.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <deque>
#include <memory>
#include <optional>

namespace cotidy {

class Awaitables;

/// Whether the `co_await` or `co_yield` \p E can suspend its coroutine: not if
/// its awaiter is always ready (`await_ready` returns the constant true, as
/// that of `std::suspend_never`, or a pack says so of the operand). An await
/// that depends on template parameters can, unless a pack says otherwise.
bool canSuspend(const clang::Expr &E, const Catalogue &Known);

/// Whether the coroutine \p Body is suspended before its first statement: all
/// of it runs after its caller went on. Empty where it is not known, false for
/// what is no coroutine.
std::optional<bool> startsSuspended(const CodeBody &Body,
                                    const Catalogue &Known,
                                    const Awaitables &Types);

/// A place where a coroutine can give its thread back. What stands behind it
/// runs later, and it may be on another thread.
struct Suspension {
  /// CoawaitExpr, DependentCoawaitExpr or CoyieldExpr, of a range-for that
  /// awaits its elements the one that the compiler made.
  const clang::Expr *E = nullptr;
  /// The keyword.
  clang::SourceLocation Loc;
  bool Yields = false; ///< `co_yield`
};

class SuspensionGraph {
public:
  SuspensionGraph(const CodeBody &Body, const Catalogue &Known,
                  clang::ASTContext &Ctx);
  ~SuspensionGraph();

  /// False where clang cannot build the graph: every question is then answered
  /// with nothing.
  explicit operator bool() const { return Graph != nullptr; }
  const clang::CFG *cfg() const { return Graph.get(); }

  /// Where the body can suspend, in source order. What control never comes to
  /// is left out, and so are the start of the coroutine and `final_suspend`.
  llvm::ArrayRef<Suspension> suspensions() const { return Found; }

  /// The suspension that \p E is, or null.
  const Suspension *suspension(const clang::Stmt *E) const;

  /// One step of a path. Exactly one of \c S and \c Dies is set.
  struct Step {
    /// What is evaluated now; its operands were, in earlier steps. A DeclStmt
    /// comes behind its initialiser and declares one variable. The calls of
    /// `await_ready` and the like that an await implies come before it.
    const clang::Stmt *S = nullptr;
    /// The variable whose scope ends here; it is destroyed.
    const clang::VarDecl *Dies = nullptr;
    /// \c S suspends the coroutine.
    const Suspension *Suspends = nullptr;
  };
  enum class Go { On, Stop };

  /// Where paths begin.
  class Place {
    friend class SuspensionGraph;
    const clang::CFGBlock *Block = nullptr;
    size_t Index = 0;

  public:
    explicit operator bool() const { return Block != nullptr; }
  };
  /// The start of the body, behind the suspension of a lazy coroutine.
  Place start() const;
  /// Behind the evaluation of \p S; no place where control never comes to it.
  /// Of what the graph has no step for, behind the expression around it.
  Place behind(const clang::Stmt &S) const;
  /// Behind the initialisation of the local variable \p Var; the start of the
  /// body for a parameter.
  Place behind(const clang::VarDecl &Var) const;

  /// Says whether the condition \p E of a branch holds; empty: it may or may
  /// not.
  using Decider = llvm::function_ref<std::optional<bool>(const clang::Expr &E)>;

  /// Calls \p Visit for each step that control can come to from \p From. Where
  /// it says Stop the path ends, and what stands behind is visited only if
  /// another path goes there. A step that can throw may go on in the handlers
  /// of the try blocks around it. Branches that \p Decide excludes are not
  /// taken.
  void walk(Place From, llvm::function_ref<Go(const Step &)> Visit) const;
  void walk(Place From, llvm::function_ref<Go(const Step &)> Visit,
            Decider Decide) const;

  /// Whether paths come to the end of the body, by \c return or without.
  struct Exits {
    bool Unmarked = false, Marked = false;
  };
  /// The same for paths that remember one thing: \p Visit may mark the path it
  /// is on, which stays so to its end. Steps that marked and unmarked paths
  /// come to are visited for either. Of exceptions only those of a \c throw are
  /// followed; one that nothing in the body catches comes to its end.
  Exits
  walkMarked(Place From,
             llvm::function_ref<Go(const Step &, bool &Mark)> Visit) const;

  using Predicate = llvm::function_ref<bool(const Step &)>;

  /// The suspensions that control can come to from \p From before a step for
  /// which \p Ends holds, in source order. An await that is itself such a step
  /// is not spanned.
  llvm::SmallVector<const Suspension *, 4> spanned(Place From,
                                                   Predicate Ends) const;
  llvm::SmallVector<const Suspension *, 4> spanned(Place From, Predicate Ends,
                                                   Decider Decide) const;

  /// The suspensions that happen while \p Var is in scope, the same.
  llvm::SmallVector<const Suspension *, 4>
  spannedBy(const clang::VarDecl &Var) const;

  /// A step that control comes to over at least one suspension.
  struct Crossing {
    const clang::Stmt *Use = nullptr;
    /// The suspensions between, in source order.
    llvm::SmallVector<const Suspension *, 2> Over;
  };
  /// The steps for which \p Is holds that control can come to from \p From over
  /// a suspension before a step for which \p Ends holds, in source order. A
  /// step for which both hold counts, and ends its path.
  std::vector<Crossing> crossings(Place From, Predicate Is,
                                  Predicate Ends) const;
  std::vector<Crossing> crossings(Place From, Predicate Is, Predicate Ends,
                                  Decider Decide) const;

private:
  struct Handlers;
  enum class Throwing { IntoHandlers, NotFollowed };

  Exits follow(Place From,
               llvm::function_ref<Go(const Step &, bool &Mark)> Visit,
               Decider Decide, Throwing Handled) const;
  void readBlocks();
  void readTries();
  bool isReachable(const clang::CFGBlock *Block) const {
    return Reachable.contains(Block);
  }

  const CodeBody &Body;
  std::unique_ptr<clang::CFG> Graph;
  std::vector<Suspension> Found;
  llvm::DenseMap<const clang::Stmt *, const Suspension *> ByExpr;
  llvm::DenseMap<const clang::Stmt *,
                 std::pair<const clang::CFGBlock *, size_t>>
      Positions;
  llvm::DenseMap<const clang::VarDecl *,
                 std::pair<const clang::CFGBlock *, size_t>>
      Declarations;
  llvm::DenseSet<const clang::CFGBlock *> Reachable;
  /// Of each step that can throw, the handlers that may go on.
  llvm::DenseMap<const clang::Stmt *, llvm::SmallVector<const Handlers *, 1>>
      Throws;
  std::deque<Handlers> Tries;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_SUSPENSIONGRAPH_H
