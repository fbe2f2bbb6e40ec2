#include "checks/ChainCheck.h"
#include "checks/Chains.h"
#include "fixits/BlockingCallFix.h"
#include "model/AsyncModel.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace cotidy {
namespace {

/// Finds places of chains in the translation unit.
class PlaceFinder {
public:
  PlaceFinder(const ASTContext &Ctx, StringRef Root)
      : SM(const_cast<SourceManager &>(Ctx.getSourceManager())),
        LangOpts(Ctx.getLangOpts()), Root(Root) {}

  /// Invalid where the file is not part of the translation unit, unless it may
  /// be \p Loaded for the purpose.
  SourceLocation find(const LinkedPlace &P, bool Load) {
    return translate(P, P.Line, P.Column, Load);
  }

  SourceRange range(const LinkedPlace &P) {
    SourceLocation Begin = translate(P, P.Line, P.Column, false);
    SourceLocation End = translate(P, P.EndLine, P.EndColumn, false);
    if (Begin.isInvalid() || End.isInvalid() || !(Begin < End))
      return Begin;
    return {Begin,
            Lexer::GetBeginningOfToken(End.getLocWithOffset(-1), SM, LangOpts)};
  }

private:
  SourceLocation translate(const LinkedPlace &P, unsigned Line, unsigned Column,
                           bool Load) {
    llvm::SmallString<256> Name(P.File);
    if (!Root.empty() && !llvm::sys::path::is_absolute(Name)) {
      Name = Root;
      llvm::sys::path::append(Name, P.File);
    }
    auto [Entry, New] = Files.try_emplace(Name);
    if (New) {
      if (auto File = SM.getFileManager().getOptionalFileRef(Name))
        Entry->second = {SM.translateFile(*File), *File};
    }
    auto &[Id, File] = Entry->second;
    if (Id.isInvalid() && File && Load)
      Id = SM.createFileID(*File, SourceLocation(), SrcMgr::C_User);
    return Id.isValid() ? SM.translateLineCol(Id, Line, Column)
                        : SourceLocation();
  }

  SourceManager &SM;
  const LangOptions &LangOpts;
  StringRef Root;
  llvm::StringMap<std::pair<FileID, OptionalFileEntryRef>> Files;
};

} // namespace

ChainCheck::ChainCheck(StringRef Name, tidy::ClangTidyContext *Context,
                       std::shared_ptr<ModelCache> Models)
    : AsyncCheck(Name, Context, std::move(Models)), Context(*Context),
      VirtualCalls(*this, "VirtualCalls", "known",
                   "Where a virtual call leads: 'none' to the called method "
                   "only, 'known' also to the overriders that are seen, with "
                   "low confidence if they are many, 'all' to every overrider "
                   "alike.",
                   OptionScope::Global),
      Index(*this, "Index", "",
            "An index that 'cotidy check --write-index' wrote: calls are then "
            "followed into other files too. 'deferred' follows none.",
            OptionScope::Global) {}

void ChainCheck::analyse(const AsyncModel &Model) {
  analyseDirect(Model);
  if (!llvm::is_contained({"none", "known", "all"}, VirtualCalls.get()))
    reportProblem(Model.context(),
                  "'VirtualCalls' is 'none', 'known' or 'all', not '" +
                      VirtualCalls.get() + "'");
  if (Index.get() != DeferredIndex)
    reportChains(Model);
}

llvm::SmallVector<Fix, 1>
ChainCheck::chainFixes(llvm::ArrayRef<SourceLocation> Begins,
                       const AsyncModel &Model) {
  for (const CodeBody &Body : Model.bodies()) {
    if (!Body.OnLoop)
      continue;
    llvm::SmallVector<const BodyCall *, 2> Calls;
    for (const BodyCall *Call : chainBegins(Body, Model))
      if (llvm::is_contained(Begins, Call->Site.Loc))
        Calls.push_back(Call);
    if (Calls.size() != Begins.size())
      continue;
    if (auto Planned =
            planBlockingCalls(Calls, Body, /*Blocking=*/false, Model))
      return {*Planned};
  }
  return {};
}

const LinkedChains &ChainCheck::chains(const AsyncModel &Model) {
  std::optional<LinkedChains> &Linked = models().chains();
  if (!Linked) {
    Linked.emplace();
    if (llvm::Error E = findChains(Model, Context, Index.get(), Linked->Root,
                                   Linked->Chains))
      reportProblem(Model.context(), llvm::toString(std::move(E)));
  }
  return *Linked;
}

bool ChainCheck::isImpliedByChain(SourceLocation Loc, const AsyncModel &Model) {
  if (Index.get() == DeferredIndex)
    return false;
  const SourceManager &SM = Model.context().getSourceManager();
  const LinkedChains &Linked = chains(Model);
  PlaceFinder Places(Model.context(), Linked.Root);
  Loc = SM.getExpansionLoc(Loc);
  return llvm::any_of(Linked.Chains, [&](const Chain &C) {
    if (!impliesFinding(C, getID()) ||
        C.Where.Line != SM.getExpansionLineNumber(Loc))
      return false;
    SourceLocation Begin = Places.find(C.Where, /*Load=*/false);
    return Begin.isValid() && SM.getFileID(Begin) == SM.getFileID(Loc);
  });
}

void ChainCheck::reportChains(const AsyncModel &Model) {
  const LinkedChains &Linked = chains(Model);
  PlaceFinder Places(Model.context(), Linked.Root);
  for (const Chain &C : Linked.Chains) {
    if (C.Check != getID())
      continue;
    Finding F;
    F.Loc = Places.find(C.Where, /*Load=*/false);
    if (F.Loc.isInvalid())
      continue; // a file of its own reports it
    F.Range = Places.range(C.Where);
    F.Message = C.Message;
    F.Certainty = C.Certainty;
    F.Category = C.Category;
    F.Function = C.Function;
    llvm::SmallVector<SourceLocation, 2> Begins{F.Loc};
    for (const LinkedPlace &Further : C.Further)
      Begins.push_back(Places.find(Further, /*Load=*/false));
    F.Fixes = chainFixes(Begins, Model);
    for (const ChainNote &Note : C.Notes) {
      SourceLocation Where = Places.find(Note.Where, /*Load=*/true);
      if (Where.isValid())
        F.Notes.push_back({Where, Note.Message});
      else
        F.Notes.push_back({F.Loc, Note.Message + " (" + Note.Where.File + ":" +
                                      std::to_string(Note.Where.Line) + ")"});
    }
    report(Model, F);
  }
}

} // namespace cotidy
