#include "model/facts/FactsCollector.h"
#include "model/BlockingCalls.h"
#include "model/ExprUtils.h"
#include "model/NonBlocking.h"
#include "model/QualifiedName.h"
#include "model/facts/StoredFunctions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/xxhash.h"

using namespace clang;

namespace cotidy {

std::optional<FunctionId> functionId(const Decl &D) {
  llvm::SmallString<128> Usr;
  if (index::generateUSRForDecl(&D, Usr))
    return std::nullopt;
  // The top bits are kept clear of the keys that a DenseMap reserves.
  return llvm::xxh3_64bits(llvm::StringRef(Usr)) >> 1;
}

namespace {

class Collector {
public:
  Collector(const AsyncModel &Model, const FactsSettings &Settings)
      : Model(Model), Settings(Settings), Ctx(Model.context()),
        SM(Ctx.getSourceManager()), Loops(Model, Settings.Loops) {}

  FileFacts run() {
    Facts.MainFile = Settings.FileName(SM.getMainFileID());
    Facts.Checks = Settings.Checks;
    Facts.Virtuals = Settings.Virtuals;
    for (const CodeBody &Body : Model.bodies())
      if (!Body.Dependent)
        addBody(Body);
    // Destructors and constructors that nobody wrote; they bring in others.
    for (size_t I = 0; I < Implicit.size(); ++I)
      addImplicit(*Implicit[I]);
    for (auto [In, Function] : storedFunctions(Ctx))
      if (auto Variable = functionId(*In))
        if (auto Id = functionId(*Function))
          Facts.Stored.push_back({*Variable, *Id});
    llvm::sort(Facts.Stored);
    Facts.Stored.erase(llvm::unique(Facts.Stored), Facts.Stored.end());
    return std::move(Facts);
  }

private:
  StringId text(llvm::StringRef Text) {
    if (Text.empty())
      return 0;
    auto [Entry, New] = Texts.try_emplace(Text, Facts.Strings.size());
    if (New)
      Facts.Strings.push_back(Text.str());
    return Entry->second;
  }

  FactPlace place(SourceRange Range) {
    FactPlace P;
    SourceLocation Begin = SM.getFileLoc(Range.getBegin());
    if (Begin.isInvalid())
      return P;
    auto [File, Offset] = SM.getDecomposedLoc(Begin);
    auto [Name, New] = FileNames.try_emplace(File, 0);
    if (New)
      Name->second = text(Settings.FileName(File));
    P.File = Name->second;
    P.Line = P.EndLine = SM.getLineNumber(File, Offset);
    P.Column = P.EndColumn = SM.getColumnNumber(File, Offset);
    CharSourceRange Written = Lexer::makeFileCharRange(
        CharSourceRange::getTokenRange(Range), SM, Ctx.getLangOpts());
    SourceLocation End =
        Written.isValid() && Written.getBegin() == Begin
            ? Written.getEnd()
            : Lexer::getLocForEndOfToken(Begin, 0, SM, Ctx.getLangOpts());
    if (End.isValid()) {
      auto [EndFile, EndOffset] = SM.getDecomposedLoc(End);
      P.EndLine = SM.getLineNumber(EndFile, EndOffset);
      P.EndColumn = SM.getColumnNumber(EndFile, EndOffset);
    }
    return P;
  }

  uint32_t silencedAt(SourceLocation Loc) const {
    uint32_t Mask = 0;
    for (size_t I = 0; I < Settings.Checks.size(); ++I)
      if (Settings.Silenced(SM.getFileLoc(Loc), Settings.Checks[I].Name))
        Mask |= 1u << I;
    return Mask;
  }

  /// The index of \p Check; empty for a check that reports no chains.
  std::optional<uint8_t> checkIndex(llvm::StringRef Check) const {
    for (size_t I = 0; I < Settings.Checks.size(); ++I)
      if (Settings.Checks[I].Name == Check)
        return I;
    return std::nullopt;
  }

  FunctionFacts *newFunction(const FunctionDecl &F, llvm::StringRef Name) {
    auto Id = functionId(F);
    if (!Id || !Known.insert(*Id).second)
      return nullptr;
    FunctionFacts &New = Facts.Functions.emplace_back();
    New.Id = *Id;
    New.Name = text(Name);
    New.Where = place(F.getLocation());
    if (const auto *Method = dyn_cast<CXXMethodDecl>(&F))
      for (const CXXMethodDecl *Base : Method->overridden_methods())
        if (auto BaseId = functionId(*Base))
          New.Overrides.push_back(*BaseId);
    llvm::sort(New.Overrides);
    return &New;
  }

  void addBody(const CodeBody &Body) {
    FunctionFacts *F = newFunction(*Body.Function, Body.name());
    if (!F)
      return;
    bool Cut = Model.catalogue().cut(*Body.Function);
    F->Root = Body.OnLoop && !Cut;
    F->Followed = Body.Kind == BodyKind::Plain && !Cut;
    F->NonBlockingSockets = hasNonBlockingSockets(Body, Model);
    llvm::DenseSet<const BodyCall *> Leaves = addLeaves(Body, *F);
    for (const BodyCall &Call : Body.Calls)
      if (!Leaves.contains(&Call))
        addCall(Call, Body, *F);
    for (const CallExpr *Call : Body.IndirectCalls)
      addIndirect(*Call, Body, *F);
    for (const VarDecl *Local : Body.Locals)
      addDestruction(*Local, Body, *F);
    addImplicitParts(*Body.Function, *F);
    llvm::sort(F->Calls, [](const CallFact &A, const CallFact &B) {
      return std::tie(A.Where, A.Kind, A.Callee) <
             std::tie(B.Where, B.Kind, B.Callee);
    });
  }

  /// The calls that block, which are not followed further.
  llvm::DenseSet<const BodyCall *> addLeaves(const CodeBody &Body,
                                             FunctionFacts &F) {
    llvm::DenseSet<const BodyCall *> Calls;
    // A lambda that the body around it runs in place is part of that body.
    if (Body.Lambda && Body.Use == LambdaUse::InPlace)
      return Calls;
    auto LoopCheck = checkIndex("async-cpu-heavy-loop");
    std::vector<HeavyLoop> Heavy;
    if (LoopCheck && F.Followed)
      Heavy = Loops.in(Body, Body);
    for (const BlockingCall &Call : blockingCallsOf(Body, Model)) {
      const BodyCall &Leaf = *Call.Where.Leaf;
      Calls.insert(&Leaf);
      auto Check = checkIndex(Call.Check);
      if (!Check || !F.Followed)
        continue;
      // The loop is the finding.
      if (Call.Check == "async-cpu-heavy-call" && LoopCheck &&
          llvm::any_of(Heavy, [&](const HeavyLoop &Loop) {
            const CheckSetting &Setting = Settings.Checks[*LoopCheck];
            bool Tolerated = Loop.Assumed || Loop.Endless;
            return Setting.Enabled && (Setting.Strict || !Tolerated) &&
                   Loop.runs(Call.Where);
          }))
        continue;
      LeafFact L;
      L.Check = *Check;
      L.Certainty = Call.Certainty;
      L.Strict = Call.Strict || Call.WaitsForParameter;
      L.Silenced = silencedAt(Leaf.Site.Loc) >> *Check & 1;
      L.Category = text(Call.Category);
      L.Name = text(Call.Name);
      L.Reason = text(Call.Reason);
      L.Where = place(rangeOf(Leaf.Site));
      F.Leaves.push_back(std::move(L));
    }
    if (!LoopCheck)
      return Calls;
    for (const HeavyLoop &Loop : Heavy) {
      LeafFact L;
      L.Check = *LoopCheck;
      L.Certainty = Loop.Certainty;
      // Far from the coroutine, nobody can tell what the data is: parsers
      // and queues look like two nested loops over long lists, and a spin
      // lock like a loop that nothing ends.
      L.Strict = Loop.Assumed || Loop.Endless;
      L.Silenced = silencedAt(Loop.Keyword.getBegin()) >> *LoopCheck & 1;
      L.ReportedHere = true;
      L.Category = text("cpu");
      L.Reason = text(Loop.Message);
      L.Where = place(Loop.Keyword);
      for (const HeavyLoop::Note &Note : Loop.Notes)
        L.Notes.push_back({place(Note.Where), text(Note.Message)});
      F.Leaves.push_back(std::move(L));
    }
    return Calls;
  }

  static SourceRange rangeOf(const CallSite &Site) {
    return Site.E ? Site.E->getSourceRange() : SourceRange(Site.Loc);
  }

  std::string calleeName(const CallSite &Site) const {
    if (Site.Callee->getIdentifier() || Site.FunctionObject ||
        isa<CXXConstructorDecl>(Site.Callee))
      return displayName(Site, Ctx);
    if (const ValueDecl *Object =
            Site.Receiver ? namedObject(Site.Receiver) : nullptr;
        Object && Site.Callee->getOverloadedOperator() == OO_Call)
      return Object->getNameAsString();
    return Site.Callee->getNameAsString();
  }

  CallFact callAt(SourceRange Where, const CodeBody &Body,
                  llvm::StringRef Name) {
    CallFact C;
    C.Where = place(Where);
    C.Name = text(Name);
    if (Body.OnLoop) {
      C.OnLoop = Body.staysOnLoopAt(Where.getBegin());
      C.Silenced = silencedAt(Where.getBegin());
    }
    return C;
  }

  void addCall(const BodyCall &Call, const CodeBody &Body, FunctionFacts &F) {
    const CallSite &Site = Call.Site;
    if (!Site.E && !mayBeFollowed(Site, Model))
      return;
    std::string Name = calleeName(Site);
    auto Add = [&](const Decl &Callee, CallKind Kind) {
      auto Id = functionId(Callee);
      if (!Id)
        return;
      CallFact C = callAt(rangeOf(Site), Body, Name);
      C.Callee = *Id;
      C.Kind = Kind;
      F.Calls.push_back(C);
    };
    bool RunsLambda = false;
    for (const CodeBody *Inner : Call.RunsInPlace) {
      Add(*Inner->Function, CallKind::Direct);
      RunsLambda |= Inner->Function == Site.Callee;
    }
    if (RunsLambda || !mayBeFollowed(Site, Model))
      return;
    addPassed(Call, Body, Name, F);
    if (const ValueDecl *Holder = functionHolder(Site)) {
      addHeld(*Holder, rangeOf(Site), Body, F);
      return;
    }
    if (SM.isInSystemHeader(Site.Callee->getLocation()))
      return;
    const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
    const FunctionDecl *Callee = Site.Callee;
    CallKind Kind = CallKind::Direct;
    if (Method && Method->isVirtual() && Site.E && dispatches(Site)) {
      const Expr *Object = Site.Receiver;
      if (const CXXMethodDecl *Only =
              Object ? Method->getDevirtualizedMethod(Object, false) : nullptr)
        Callee = Only;
      else
        Kind = CallKind::Virtual;
    }
    Add(*Callee, Kind);
    noteImplicit(*Callee);
  }

  /// Whether the call of a virtual method is decided at run time: it is not
  /// where the method is named with its class.
  static bool dispatches(const CallSite &Site) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(Site.E);
    const auto *Member =
        Call ? dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens())
             : nullptr;
    return !Member || !Member->hasQualifier();
  }

  /// The variable or member of a wrapper of functions (`std::function`) whose
  /// call operator \p Site runs.
  static const ValueDecl *functionHolder(const CallSite &Site) {
    if (Site.Callee->getOverloadedOperator() != OO_Call || !Site.Receiver ||
        Site.FunctionObject)
      return nullptr;
    const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
    if (!Method || Method->getParent()->isLambda() ||
        !Method->getASTContext().getSourceManager().isInSystemHeader(
            Method->getLocation()))
      return nullptr;
    return namedObject(Site.Receiver);
  }

  void addHeld(const ValueDecl &Holder, SourceRange Where, const CodeBody &Body,
               FunctionFacts &F) {
    if (const auto *Parameter = dyn_cast<ParmVarDecl>(&Holder)) {
      if (Parameter->getDeclContext() == Body.Function &&
          Parameter->getFunctionScopeIndex() < 32)
        F.RunsParameters |= 1u << Parameter->getFunctionScopeIndex();
      return;
    }
    auto Id = functionId(Holder);
    if (!Id)
      return;
    CallFact C = callAt(Where, Body, Holder.getNameAsString());
    C.Callee = *Id;
    C.Kind = CallKind::Stored;
    F.Calls.push_back(C);
  }

  void addIndirect(const CallExpr &Call, const CodeBody &Body,
                   FunctionFacts &F) {
    if (const ValueDecl *Holder = namedObject(Call.getCallee()))
      addHeld(*Holder, Call.getSourceRange(), Body, F);
  }

  void addPassed(const BodyCall &Call, const CodeBody &Body,
                 llvm::StringRef Name, FunctionFacts &F) {
    const CallSite &Site = Call.Site;
    if (SM.isInSystemHeader(Site.Callee->getLocation()))
      return;
    auto Receiver = functionId(*Site.Callee);
    for (unsigned I = 0; Receiver && I < Site.Args.size() && I < 32; ++I) {
      const FunctionDecl *Passed = functionValue(Site.Args[I]);
      auto Id = Passed ? functionId(*Passed) : std::nullopt;
      if (!Id)
        continue;
      CallFact C = callAt(rangeOf(Site), Body, Name);
      C.Callee = *Id;
      C.Kind = CallKind::Passed;
      C.Receiver = *Receiver;
      C.Parameter = I;
      F.Calls.push_back(C);
    }
  }

  /// A local whose class has a destructor that nobody wrote.
  void addDestruction(const VarDecl &Local, const CodeBody &Body,
                      FunctionFacts &F) {
    if (!Local.hasLocalStorage() || Local.getType()->isReferenceType())
      return;
    const CXXDestructorDecl *Dtor = destructorOf(Local.getType());
    if (Dtor && !Dtor->isUserProvided())
      addImplicitCall(*Dtor, Local.getLocation(), Body, F);
  }

  void addImplicitCall(const FunctionDecl &Callee, SourceRange Where,
                       const CodeBody &Body, FunctionFacts &F) {
    auto Id = functionId(Callee);
    if (!Id || SM.isInSystemHeader(Callee.getLocation()))
      return;
    CallFact C = callAt(Where, Body, Callee.getNameAsString());
    C.Callee = *Id;
    F.Calls.push_back(C);
    noteImplicit(Callee);
  }

  static const CXXDestructorDecl *destructorOf(QualType T) {
    const CXXRecordDecl *Class =
        T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    return Class && Class->hasDefinition() && !Class->hasTrivialDestructor()
               ? Class->getDestructor()
               : nullptr;
  }

  void noteImplicit(const FunctionDecl &F) {
    if ((F.isImplicit() || F.isDefaulted()) &&
        isa<CXXConstructorDecl, CXXDestructorDecl>(&F))
      Implicit.push_back(&F);
  }

  void addImplicit(const FunctionDecl &Decl) {
    FunctionFacts *F = newFunction(Decl, qualifiedName(Decl));
    if (F)
      addImplicitParts(Decl, *F);
  }

  /// What a constructor or destructor runs beside its body: bases and members.
  void addImplicitParts(const FunctionDecl &Decl, FunctionFacts &F) {
    const CodeBody Nowhere;
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Decl)) {
      for (const CXXCtorInitializer *Init : Constructor->inits())
        if (!Init->isWritten() && Init->getInit())
          if (const auto *Construct =
                  dyn_cast<CXXConstructExpr>(Init->getInit()->IgnoreImplicit()))
            addImplicitCall(*Construct->getConstructor(), Decl.getLocation(),
                            Nowhere, F);
      return;
    }
    if (!isa<CXXDestructorDecl>(&Decl))
      return;
    const auto *Class = cast<CXXRecordDecl>(Decl.getDeclContext());
    for (const FieldDecl *Field : Class->fields())
      if (const CXXDestructorDecl *Dtor = destructorOf(Field->getType()))
        addImplicitCall(*Dtor, Decl.getLocation(), Nowhere, F);
    for (const CXXBaseSpecifier &Base : Class->bases())
      if (const CXXDestructorDecl *Dtor = destructorOf(Base.getType()))
        addImplicitCall(*Dtor, Decl.getLocation(), Nowhere, F);
  }

  const AsyncModel &Model;
  const FactsSettings &Settings;
  const ASTContext &Ctx;
  const SourceManager &SM;
  HeavyLoops Loops;
  FileFacts Facts;
  llvm::StringMap<StringId> Texts;
  llvm::DenseMap<FileID, StringId> FileNames;
  llvm::DenseSet<FunctionId> Known;
  std::vector<const FunctionDecl *> Implicit;
};

} // namespace

FileFacts collectFacts(const AsyncModel &Model, const FactsSettings &Settings) {
  return Collector(Model, Settings).run();
}

} // namespace cotidy
