#include "model/AsyncModel.h"
#include "model/TimeLedger.h"
#include "model/blocking/BlockingCalls.h"
#include "model/blocking/LoopContexts.h"
#include "model/catalogue/CatalogueStore.h"
#include "model/catalogue/JsonReader.h"
#include "model/code/BodyCollector.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace cotidy {

AsyncModel::AsyncModel(ASTContext &Ctx, std::shared_ptr<const Catalogue> Known)
    : Ctx(Ctx), Known(std::move(Known)), Types(Ctx, *this->Known) {
  BodyCollector Collector(Ctx, *this->Known, Bodies, Guards);
  Collector.collect();

  llvm::DenseSet<SourceLocation> Instantiated;
  for (const CodeBody &Body : Bodies)
    if (!Body.Dependent)
      Instantiated.insert(Body.Body->getBeginLoc());
  std::vector<CodeBody *> Used;
  for (CodeBody &Body : Bodies)
    if (!Body.Dependent || !Instantiated.contains(Body.Body->getBeginLoc()))
      Used.push_back(&Body);
  findLoopContexts(Used, Bodies, Collector, *this->Known, Ctx);
  Active.assign(Used.begin(), Used.end());
  for (const CodeBody *Body : Active)
    ByFunction.try_emplace(Body->Function->getCanonicalDecl(), Body);
}

AsyncModel::~AsyncModel() = default;

namespace {

/// Walks what a loop context runs in place, each body once for each context.
class InPlaceWalk {
public:
  using Visitor =
      llvm::function_ref<void(const CodeBody &Body, const BodyCall *Entry,
                              llvm::ArrayRef<const BodyCall *> Via)>;

  InPlaceWalk(const CodeBody &Root, Visitor Visit) : Visit(Visit) {
    walk(Root);
  }

private:
  void walk(const CodeBody &Body) {
    if (!Seen.insert(&Body).second)
      return;
    Visit(Body, Path.empty() ? nullptr : Path.front(),
          llvm::ArrayRef(Path).drop_front(Path.empty() ? 0 : 1));
    for (const BodyCall &Call : Body.Calls)
      for (const CodeBody *Inner : Call.RunsInPlace) {
        Path.push_back(&Call);
        walk(*Inner);
        Path.pop_back();
      }
  }

  Visitor Visit;
  llvm::SmallVector<const BodyCall *, 4> Path;
  llvm::DenseSet<const CodeBody *> Seen;
};

} // namespace

void AsyncModel::forEachLoopCall(
    const CodeBody &Root,
    llvm::function_ref<void(const LoopCall &)> Visit) const {
  InPlaceWalk(Root, [&](const CodeBody &Body, const BodyCall *Entry,
                        llvm::ArrayRef<const BodyCall *> Via) {
    for (const BodyCall &Call : Body.Calls) {
      const BodyCall &InRoot = Entry ? *Entry : Call;
      if (InRoot.OffLoop)
        continue;
      LoopCall Found;
      Found.Root = &Root;
      Found.Entry = &InRoot;
      Found.Via.assign(Via.begin(), Via.end());
      Found.Leaf = &Call;
      Visit(Found);
    }
  });
}

llvm::ArrayRef<BlockingCall> AsyncModel::blockingCalls() const {
  if (!Blocking) {
    ChargeTime Shared(SharedModelTime);
    Blocking =
        std::make_unique<std::vector<BlockingCall>>(findBlockingCalls(*this));
  }
  return *Blocking;
}

bool AsyncModel::isNonBlocking(const CXXRecordDecl &Class,
                               llvm::function_ref<bool()> Look) const {
  auto [It, New] = NonBlocking.try_emplace(Class.getCanonicalDecl());
  if (New)
    It->second = Look();
  return It->second;
}

bool AsyncModel::isWritten(StringRef Text) const {
  auto [It, New] = Written.try_emplace(Text);
  if (!New)
    return It->second;
  ChargeTime Shared(SharedModelTime);
  It->second = llvm::any_of(bodies(), [&](const CodeBody &Body) {
    // What a constructor initialises stands before its body.
    SourceRange Where = isa<CXXConstructorDecl>(Body.Function)
                            ? Body.Function->getSourceRange()
                            : Body.Body->getSourceRange();
    return Lexer::getSourceText(CharSourceRange::getTokenRange(Where),
                                Ctx.getSourceManager(), Ctx.getLangOpts())
        .contains(Text);
  });
  return It->second;
}

const SuspensionGraph &AsyncModel::suspensions(const CodeBody &Body) const {
  std::unique_ptr<SuspensionGraph> &Graph = Graphs[&Body];
  if (!Graph) {
    ChargeTime Shared(SharedModelTime);
    Graph = std::make_unique<SuspensionGraph>(Body, *Known, Ctx);
  }
  return *Graph;
}

void AsyncModel::forEachLoopBody(
    llvm::function_ref<void(const CodeBody &, const CodeBody &,
                            const BodyCall *)>
        Visit) const {
  for (const CodeBody &Root : bodies())
    if (Root.OnLoop)
      InPlaceWalk(Root, [&](const CodeBody &Body, const BodyCall *Entry,
                            llvm::ArrayRef<const BodyCall *>) {
        Visit(Body, Root, Entry);
      });
}

void ModelCache::chooseTargets(StringRef Names, std::string &Error) {
  if (!HasHeader)
    return;
  llvm::SmallVector<StringRef, 4> Wanted, Known;
  Names.split(Wanted, ';', -1, /*KeepEmpty=*/false);
  for (const FixTarget &Target : Current->catalogue().fixTargets()) {
    Known.push_back(Target.Name);
    if ((Wanted.empty() || llvm::is_contained(Wanted, Target.Name)) &&
        HasHeader(Target.Probe))
      Current->Targets.push_back(&Target);
  }
  for (StringRef Name : Wanted)
    if (!llvm::is_contained(Known, Name) && Error.empty())
      Error = "'FixTargets': " + unknownName("target", Name, Known);
}

const AsyncModel &ModelCache::get(ASTContext &Ctx, StringRef ProjectCatalogs,
                                  std::string &Error, StringRef Targets) {
  if (Current && &Current->context() == &Ctx &&
      CurrentCatalogs == ProjectCatalogs)
    return *Current;
  ChargeTime Shared(SharedModelTime);
  CurrentCatalogs = ProjectCatalogs.str();
  Current = std::make_unique<AsyncModel>(
      Ctx, sharedCatalogue(ProjectCatalogs, Error));
  chooseTargets(Targets, Error);
  return *Current;
}

} // namespace cotidy
