#include "model/catalogue/Catalogue.h"
#include "catalog/EmbeddedPacks.h"
#include "model/catalogue/CatalogueImpl.h"
#include "model/code/QualifiedName.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MemoryBuffer.h"

namespace cotidy {
namespace {

/// Appends \p New to \p Old without the elements of \p Old that \p KeyOf gives
/// the same key as one of \p New.
template <typename T>
void replaceByKey(std::vector<T> &Old, std::vector<T> New,
                  llvm::function_ref<std::string(const T &)> KeyOf) {
  llvm::StringSet<> Keys;
  for (const T &Entry : New)
    Keys.insert(KeyOf(Entry));
  llvm::erase_if(Old,
                 [&](const T &Entry) { return Keys.contains(KeyOf(Entry)); });
  llvm::move(New, std::back_inserter(Old));
}

} // namespace

llvm::StringRef toString(Confidence C) {
  switch (C) {
  case Confidence::Low:
    return "low";
  case Confidence::Medium:
    return "medium";
  case Confidence::High:
    return "high";
  }
  llvm_unreachable("unknown confidence");
}

void Catalogue::Impl::add(Pack P) {
  if (P.Info.IsBuiltin) {
    // Packs describe different libraries: nothing to replace, and two views of
    // one function (a bridge that is a sink as well) both stand.
    llvm::move(P.Blocking, std::back_inserter(Blocking));
    llvm::move(P.Functions, std::back_inserter(Functions));
    llvm::move(P.Types, std::back_inserter(Types));
    llvm::move(P.ThreadTypes, std::back_inserter(ThreadTypes));
    llvm::move(P.ThreadFunctions, std::back_inserter(ThreadFunctions));
    llvm::move(P.Clients, std::back_inserter(Clients));
  } else {
    replaceByKey<ThreadType>(ThreadTypes, std::move(P.ThreadTypes),
                             [](const ThreadType &T) { return T.Name; });
    replaceByKey<ThreadFunction>(
        ThreadFunctions, std::move(P.ThreadFunctions),
        [](const ThreadFunction &F) {
          return std::to_string(static_cast<int>(F.Role)) + F.Name;
        });
    replaceByKey<BlockingEntry>(Blocking, std::move(P.Blocking),
                                [](const BlockingEntry &E) { return E.Name; });
    replaceByKey<RuntimeFunction>(
        Functions, std::move(P.Functions), [](const RuntimeFunction &F) {
          return std::to_string(static_cast<int>(F.Role)) + F.Name;
        });
    replaceByKey<ClientEntry>(Clients, std::move(P.Clients),
                              [](const ClientEntry &C) { return C.Name; });
    replaceByKey<RuntimeType>(Types, std::move(P.Types),
                              [](const RuntimeType &T) { return T.Name; });
  }
  if (P.Target) {
    // A project's target of the same name is meant instead.
    llvm::erase_if(
        Targets, [&](const FixTarget &T) { return T.Name == P.Target->Name; });
    Targets.push_back(std::move(*P.Target));
  }
  for (Cut &C : P.Cuts) {
    NamePattern Name(C.Name);
    Cuts.emplace_back(std::move(Name), std::move(C));
  }
  for (const std::string &Token : P.CompletionTokens)
    CompletionTokens.emplace_back(Token);
  for (const std::string &Token : P.FutureTokens)
    FutureTokens.emplace_back(Token);
  for (const std::string &Token : P.StackTokens)
    StackTokens.emplace_back(Token);
  for (const std::string &Pool : P.ThreadPools)
    ThreadPools.emplace_back(Pool);
  for (const std::string &Tag : P.StartTags)
    StartTags.emplace_back(Tag);
  for (const std::string &Token : P.CancellationTokens)
    CancellationTokens.emplace_back(Token);
  for (const std::string &Outcome : P.Outcomes)
    Outcomes.emplace_back(Outcome);
  for (const std::string &Code : P.ErrorCodes)
    ErrorCodes.emplace_back(Code);
  llvm::move(P.DisallowedMarks, std::back_inserter(DisallowedMarks));
  for (const std::string &Ready : P.AlwaysReady)
    AlwaysReady.emplace_back(Ready);
  for (const std::string &Program : P.Programs)
    Programs.emplace_back(Program);
  for (const std::string &Mutex : P.Info.AsyncMutexes)
    AsyncMutexes.emplace_back(Mutex);
  for (const std::string &View : P.Views)
    Views.emplace_back(View);
  Packs.push_back(std::move(P.Info));
}

void Catalogue::Impl::index() {
  llvm::sort(Targets, [](const FixTarget &A, const FixTarget &B) {
    return std::tie(B.Preference, A.Name) < std::tie(A.Preference, B.Name);
  });
  auto AddTo = [](auto &Index, const auto &Entry) {
    Index[lastComponent(Entry.Name)].push_back(
        {NamePattern(Entry.Name), &Entry});
  };
  auto PatternOf = [](llvm::StringRef Name) {
    return Name.empty() ? std::nullopt : std::optional<NamePattern>(Name);
  };
  auto AddFunction = [&](const RuntimeFunction &F) {
    NameRule Rule(F.Name, &F);
    Rule.GlobalCxx = true; // no C function deals in tasks
    FunctionIndex.add(std::move(Rule));
  };
  auto AddBlocking = [&](const BlockingEntry &E) {
    NameRule Rule(E.Name, &E);
    Rule.GlobalCxx = E.GlobalCxx;
    Rule.ReceiverDerives = PatternOf(E.ReceiverDerives);
    Rule.Returns = PatternOf(E.Returns);
    Rule.FirstParameter = PatternOf(E.FirstParameter);
    Rule.Except = E.Except;
    BlockingIndex.add(std::move(Rule));
  };
  // Of entries with one name, those that hold in fewer cases are asked first:
  // `read` from standard input before any other `read`.
  for (bool Conditional : {true, false}) {
    for (const BlockingEntry &E : Blocking)
      if (E.Kind == NameKind::Function && !E.BlocksIf.empty() == Conditional)
        AddBlocking(E);
    for (const RuntimeFunction &F : Functions)
      if (!F.OnlyIf.empty() == Conditional)
        AddFunction(F);
  }
  for (const BlockingEntry &E : Blocking) {
    if (E.Kind == NameKind::StreamClass)
      AddTo(StreamClasses, E);
    else if (E.Kind == NameKind::StreamObject)
      AddTo(StreamObjects, E);
  }
  for (const RuntimeType &T : Types)
    AddTo(TypeIndex, T);
  for (const ThreadType &T : ThreadTypes)
    AddTo(ThreadTypeIndex, T);
  for (const ThreadFunction &F : ThreadFunctions)
    ThreadFunctionIndex.add(NameRule(F.Name, &F));
  for (const ClientEntry &C : Clients)
    ClientIndex.add(NameRule(C.Name, &C));
}

Catalogue::Catalogue() : I(std::make_unique<Impl>()) {}
Catalogue::~Catalogue() = default;

llvm::Expected<std::shared_ptr<const Catalogue>>
Catalogue::load(llvm::ArrayRef<std::string> ProjectFiles) {
  std::shared_ptr<Catalogue> Result(new Catalogue);
  auto Add = [&](llvm::StringRef Json, llvm::StringRef File,
                 bool IsBuiltin) -> llvm::Error {
    llvm::Expected<Pack> P = parsePack(Json, File);
    if (!P)
      return P.takeError();
    P->Info.IsBuiltin = IsBuiltin;
    Result->I->add(std::move(*P));
    return llvm::Error::success();
  };

  for (const EmbeddedPack &P : embeddedPacks())
    if (llvm::Error E = Add(P.Json, P.File, true))
      return std::move(E);
  for (const std::string &File : ProjectFiles) {
    auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
    if (!Buffer)
      return llvm::createStringError("cannot read the catalogue file " + File +
                                     ": " + Buffer.getError().message());
    if (llvm::Error E = Add((*Buffer)->getBuffer(), File, false))
      return std::move(E);
  }
  Result->I->index();
  return Result;
}

std::shared_ptr<const Catalogue> Catalogue::builtin() {
  static const std::shared_ptr<const Catalogue> Loaded = [] {
    auto Result = load({});
    // A test holds that the packs load; a user cannot cause this.
    if (!Result)
      llvm::report_fatal_error(Result.takeError());
    return *Result;
  }();
  return Loaded;
}

llvm::ArrayRef<PackInfo> Catalogue::packs() const { return I->Packs; }

llvm::ArrayRef<FixTarget> Catalogue::fixTargets() const { return I->Targets; }

template <typename T>
static std::vector<const T *> pointersTo(const std::vector<T> &Entries) {
  std::vector<const T *> Result;
  for (const T &Entry : Entries)
    Result.push_back(&Entry);
  return Result;
}

std::vector<const BlockingEntry *> Catalogue::blockingEntries() const {
  return pointersTo(I->Blocking);
}

std::vector<const RuntimeFunction *> Catalogue::runtimeFunctions() const {
  return pointersTo(I->Functions);
}

std::vector<const RuntimeType *> Catalogue::runtimeTypes() const {
  return pointersTo(I->Types);
}

} // namespace cotidy
