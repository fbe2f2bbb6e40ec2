#include "checks/blocking/LoopCallReport.h"
#include "fixits/BlockingCallFix.h"

using namespace clang;

namespace cotidy {

static std::string inQuotes(StringRef Name) { return ("'" + Name + "'").str(); }

/// What the reader sees at the start of the chain: the name of the function
/// called, or of the object whose call operator runs.
static std::string entryName(const CallSite &Entry, const ASTContext &Ctx) {
  if (Entry.Callee->getIdentifier() || Entry.FunctionObject)
    return inQuotes(displayName(Entry, Ctx));
  const auto *Object =
      Entry.Receiver
          ? dyn_cast<DeclRefExpr>(Entry.Receiver->IgnoreParenImpCasts())
          : nullptr;
  return Object ? inQuotes(Object->getDecl()->getName()) : "this call";
}

static std::string whatToDo(const BlockingCall &Call) {
  if (!Call.Replacement.empty())
    return "use " + inQuotes(Call.Replacement) + " instead";
  return Call.Category == "bridge"
             ? "await the work with 'co_await' instead of waiting for it"
             : "run it on a thread pool and await the result";
}

Finding describe(const BlockingCall &Call, const AsyncModel &Model) {
  const LoopCall &Where = Call.Where;
  const CallSite &Entry = Where.Entry->Site;
  const ASTContext &Ctx = Model.context();

  Finding F;
  F.Loc = Entry.Loc;
  F.Range = Entry.E ? Entry.E->getSourceRange() : SourceRange(Entry.Loc);
  F.Certainty = Call.Certainty;
  F.Category = Call.Category.str();
  F.Function = Where.Root->name();

  if (Where.Entry == Where.Leaf) {
    F.Message =
        inQuotes(Call.Name) + " blocks the event loop: it " + Call.Reason.str();
  } else {
    F.Message = entryName(Entry, Ctx) + " blocks the event loop through " +
                inQuotes(Call.Name);
    for (const BodyCall *Step : Where.Via)
      F.Notes.push_back({Step->Site.Loc, "through this call"});
    F.Notes.push_back(
        {Where.Leaf->Site.Loc, inQuotes(Call.Name) + " " + Call.Reason.str()});
  }
  for (const BodyCall *Other : Call.SameHandle)
    F.Notes.push_back(
        {Other->Site.Loc, inQuotes(displayName(Other->Site, Ctx)) +
                              " on the same handle blocks too"});
  F.Notes.push_back({Entry.Loc, whatToDo(Call)});
  return F;
}

llvm::SmallVector<Fix, 1> LoopCallCheck::fixes(const BlockingCall &Call,
                                               const AsyncModel &Model) {
  const LoopCall &Where = Call.Where;
  llvm::SmallVector<const BodyCall *, 4> Calls{Where.Entry};
  llvm::append_range(Calls, Call.SameHandle);
  std::optional<Fix> Planned =
      planBlockingCalls(Calls, *Where.Root, Where.Entry == Where.Leaf, Model);
  return Planned ? llvm::SmallVector<Fix, 1>{*Planned}
                 : llvm::SmallVector<Fix, 1>{};
}

void LoopCallCheck::analyseDirect(const AsyncModel &Model) {
  for (const BlockingCall &Call : Model.blockingCalls()) {
    if (Call.Check != getID() || (Call.Strict && !strict()) ||
        leaveToOthers(Call, Model))
      continue;
    Finding F = describe(Call, Model);
    F.Fixes = fixes(Call, Model);
    report(Model, F);
  }
}

} // namespace cotidy
