//===--- AsyncModel.h - asynchronous code of one file -----------*- C++ -*-===//
//
// What asynchronous code *is*, read from the AST once for each translation unit
// and shared by all checks.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_ASYNCMODEL_H
#define COTIDY_MODEL_ASYNCMODEL_H

#include "model/catalogue/Catalogue.h"
#include "model/code/CodeBody.h"
#include "model/code/SuspensionGraph.h"
#include "model/link/Chain.h"
#include "model/tasks/Awaitable.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/iterator.h"
#include <deque>
#include <functional>
#include <memory>

namespace cotidy {

/// A call that runs on an event loop, and how the loop gets there.
struct LoopCall {
  /// The body that is the loop context.
  const CodeBody *Root = nullptr;
  /// The call inside \c Root that starts the chain; equals \c Leaf for a call
  /// that stands in the coroutine itself.
  const BodyCall *Entry = nullptr;
  /// Calls between Entry and Leaf, outermost first.
  llvm::SmallVector<const BodyCall *, 2> Via;
  const BodyCall *Leaf = nullptr;
};

struct BlockingCall;

class AsyncModel {
public:
  /// Reads the declarations in \p Ctx's traversal scope, template
  /// instantiations included. System headers are left out.
  AsyncModel(clang::ASTContext &Ctx, std::shared_ptr<const Catalogue> Known);
  ~AsyncModel();

  clang::ASTContext &context() const { return Ctx; }
  const Catalogue &catalogue() const { return *Known; }
  const Awaitables &awaitables() const { return Types; }

  /// What fixes can rewrite this file's code to, the one to prefer first.
  llvm::ArrayRef<const FixTarget *> fixTargets() const { return Targets; }

  /// Every body with code of the user's, in the order of the traversal. A
  /// template's own body is left out where an instantiation of it is among
  /// them.
  auto bodies() const { return llvm::make_pointee_range(Active); }

  /// The one of bodies() that \p F has, or null.
  const CodeBody *bodyOf(const clang::FunctionDecl &F) const {
    return ByFunction.lookup(F.getCanonicalDecl());
  }

  /// Calls \p Visit for every call that runs on the event loop of the loop
  /// context \p Root: the calls of its own body in source order, and behind
  /// each call those of the lambdas that it runs in place.
  void forEachLoopCall(const CodeBody &Root,
                       llvm::function_ref<void(const LoopCall &)> Visit) const;

  /// Calls \p Visit for every body that runs on an event loop (loop contexts,
  /// and lambdas that they run in place), with the call in the loop context
  /// that runs it, which is null for the context itself.
  void forEachLoopBody(
      llvm::function_ref<void(const CodeBody &Body, const CodeBody &Root,
                              const BodyCall *Entry)>
          Visit) const;

  /// The control flow of \p Body, one of bodies(), with its suspensions. It is
  /// built on first use.
  const SuspensionGraph &suspensions(const CodeBody &Body) const;

  /// Whether one of the bodies, or the initialisers of a constructor, has
  /// \p Text in its source.
  bool isWritten(llvm::StringRef Text) const;

  /// Whether \p Class has its descriptors in non-blocking mode, as \p Look
  /// finds out once for each class.
  bool isNonBlocking(const clang::CXXRecordDecl &Class,
                     llvm::function_ref<bool()> Look) const;

  /// The calls that block a loop, found once for all checks.
  llvm::ArrayRef<BlockingCall> blockingCalls() const;

private:
  friend class ModelCache;

  clang::ASTContext &Ctx;
  std::shared_ptr<const Catalogue> Known;
  std::vector<const FixTarget *> Targets;
  Awaitables Types;
  std::deque<CodeBody> Bodies; ///< stable addresses
  std::deque<Guard> Guards;
  std::vector<const CodeBody *> Active;
  llvm::DenseMap<const clang::FunctionDecl *, const CodeBody *> ByFunction;
  mutable std::unique_ptr<std::vector<BlockingCall>> Blocking;
  mutable llvm::StringMap<bool> Written; ///< answers of isWritten()
  mutable llvm::DenseMap<const clang::CXXRecordDecl *, bool> NonBlocking;
  mutable llvm::DenseMap<const CodeBody *, std::unique_ptr<SuspensionGraph>>
      Graphs;
};

/// Shares one AsyncModel between the checks of one translation unit. Not
/// thread-safe, as the checks of one translation unit run on one thread; those
/// of several may run at once, each with a cache of their own.
class ModelCache {
public:
  /// The model of \p Ctx with the catalogue files \p ProjectCatalogs
  /// (separated by ';') and fixes for \p Targets (likewise; empty: every one
  /// whose headers are there). Errors of loading and unknown targets are
  /// returned in \p Error when the model is made; the compiled-in catalogue or
  /// no target is used instead.
  const AsyncModel &get(clang::ASTContext &Ctx, llvm::StringRef ProjectCatalogs,
                        std::string &Error, llvm::StringRef Targets = "");

  /// Says which headers the translation unit that comes can include. Until it
  /// is said there are no fix targets.
  void setHeaders(std::function<bool(llvm::StringRef Header)> CanInclude) {
    HasHeader = std::move(CanInclude);
  }

  /// The chains of the translation unit, empty until a check finds them.
  std::optional<LinkedChains> &chains() { return Chains; }

  /// The headers that fixes so far insert, by file and name: those of safe
  /// fixes, and those of others.
  llvm::StringSet<> &addedSafely() { return AddedSafely; }
  llvm::StringSet<> &added() { return Added; }

  /// Leaves the model alone for ever, as it may be in ruins: the next get()
  /// makes another one. Its memory is lost.
  void abandon() { (void)Current.release(); }

  /// Whether the code cannot be modelled at all.
  bool Hopeless = false;

  /// Forgets what belongs to the finished translation unit.
  void clear() {
    Current.reset();
    Hopeless = false;
    Chains.reset();
    HasHeader = nullptr;
    AddedSafely.clear();
    Added.clear();
  }

private:
  void chooseTargets(llvm::StringRef Names, std::string &Error);

  std::optional<LinkedChains> Chains;
  std::function<bool(llvm::StringRef)> HasHeader;
  llvm::StringSet<> AddedSafely, Added;
  std::unique_ptr<AsyncModel> Current;
  std::string CurrentCatalogs;
};

} // namespace cotidy

#endif // COTIDY_MODEL_ASYNCMODEL_H
