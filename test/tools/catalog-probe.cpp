//===--- catalog-probe.cpp - proves that a pack's names exist -------------===//
//
// catalog-probe PACK.json [--installed PACKAGE=VERSION]... [--label LABEL]...
//               -- COMPILER ARGUMENTS
//
// Parses the headers a pack names and asks the matcher itself, for every name,
// whether some declaration there matches it. Prints
//
//   blocking/posix-sleep: 9 names verified, 0 not in this version,
//   0 unverifiable
//
// in one line, and before it a line for each name that can never match.
//
//===----------------------------------------------------------------------===//
#include "model/catalogue/CatalogueLoader.h"
#include "model/catalogue/JsonReader.h"
#include "model/catalogue/NameIndex.h"
#include "model/code/QualifiedName.h"
#include "clang/AST/DeclLookups.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VersionTuple.h"
#include <deque>

using namespace clang;
using namespace cotidy;

static llvm::cl::opt<std::string> PackFile(llvm::cl::Positional,
                                           llvm::cl::Required,
                                           llvm::cl::desc("PACK.json"));
static llvm::cl::list<std::string>
    Installed("installed", llvm::cl::desc("PACKAGE=VERSION that is installed"));
static llvm::cl::list<std::string>
    Labels("label", llvm::cl::desc("Names this system in absent_in"));
static llvm::cl::list<std::string>
    CompilerArguments(llvm::cl::Positional, llvm::cl::PositionalEatsArgs,
                      llvm::cl::desc("-- COMPILER ARGUMENTS"));

namespace {

/// One name of the pack, whatever list it stands in.
struct Item {
  NameRule Rule;
  enum Kind { Function, Class, Variable } K;
  const Availability *Where;

  Item(StringRef Name, Kind K, const Availability &Where)
      : Rule(Name, this), K(K), Where(&Where) {}
  StringRef name() const { return Rule.Name.text(); }
};

/// Finds declarations by the text of their names, as a reader would.
class Resolver {
public:
  explicit Resolver(ASTContext &Ctx) : Ctx(Ctx) {}

  /// Whether a declaration matches \p I. \p Why says otherwise what is missing.
  bool resolve(const Item &I, std::string &Why) {
    this->Why.clear();
    bool Found = I.Rule.ReceiverDerives ? resolveDerived(I) : resolveNamed(I);
    Why = this->Why;
    return Found;
  }

private:
  using Visitor = llvm::function_ref<void(NamedDecl &, const CXXRecordDecl *)>;

  static NamedDecl *underlying(NamedDecl *D) {
    D = D->getUnderlyingDecl();
    if (auto *Template = dyn_cast<TemplateDecl>(D))
      if (NamedDecl *Templated = Template->getTemplatedDecl())
        return Templated;
    return D;
  }

  /// Visits what is declared in \p DC, for classes also in their bases.
  void forEachMember(const DeclContext &DC, Visitor Visit) {
    if (const auto *Class = dyn_cast<CXXRecordDecl>(&DC)) {
      anyClassOrBase(*Class, [&](const CXXRecordDecl &Base) {
        if (const CXXRecordDecl *Definition = Base.getDefinition())
          for (Decl *D : Definition->decls())
            if (auto *ND = dyn_cast<NamedDecl>(D))
              Visit(*underlying(ND), Class);
        return false;
      });
      return;
    }
    for (DeclContextLookupResult Result : DC.lookups())
      for (NamedDecl *D : Result)
        Visit(*underlying(D), nullptr);
  }

  void forEachNamed(const DeclContext &DC, StringRef Name, Visitor Visit) {
    if (!DC.isRecord() && !isOperatorName(Name) && !Name.contains('*')) {
      for (NamedDecl *D : DC.lookup(&Ctx.Idents.get(Name)))
        Visit(*underlying(D), nullptr);
      return;
    }
    forEachMember(DC, [&](NamedDecl &D, const CXXRecordDecl *Class) {
      std::string Own = lastComponent(qualifiedName(D)).str();
      if (isOperatorName(Name) ? Own == Name : matchesGlob(Name, Own))
        Visit(D, Class);
    });
  }

  std::string nearNames(const DeclContext &DC, StringRef Name) {
    std::vector<std::string> Names;
    forEachMember(DC, [&](NamedDecl &D, const CXXRecordDecl *) {
      if (D.getDeclName().isIdentifier())
        Names.push_back(D.getName().str());
    });
    std::vector<StringRef> Known(Names.begin(), Names.end());
    StringRef Nearest = nearestName(Name, Known);
    return Nearest.empty() ? "" : "; near: '" + Nearest.str() + "'";
  }

  /// Every call that \p D makes possible is offered to the matcher.
  bool matches(const Item &I, NamedDecl &D, const CXXRecordDecl *Class) {
    if (I.K == Item::Class)
      return isa<CXXRecordDecl>(D) && I.Rule.Name.matches(D);
    if (I.K == Item::Variable)
      return isa<VarDecl>(D) && I.Rule.Name.matches(D);
    NameIndex Index;
    Index.add(I.Rule);
    auto Accept = [](const void *) { return true; };
    CallSite Call;
    if (auto *Function = dyn_cast<FunctionDecl>(&D)) {
      Call.Callee = Function;
      Call.ReceiverClass = Class;
      return Index.find(Call, Accept);
    }
    const auto *Var = dyn_cast<VarDecl>(&D);
    const CXXRecordDecl *Object =
        Var ? Var->getType().getNonReferenceType()->getAsCXXRecordDecl()
            : dyn_cast<CXXRecordDecl>(&D);
    bool Found = false;
    if (Object && Object->hasDefinition())
      forEachNamed(*Object, "operator()",
                   [&](NamedDecl &Op, const CXXRecordDecl *) {
                     CallSite Call;
                     Call.Callee = dyn_cast<FunctionDecl>(&Op);
                     Call.ReceiverClass = Object;
                     Call.FunctionObject = Var;
                     Found |= Call.Callee && Index.find(Call, Accept);
                   });
    if (!Found && Why.empty())
      Why = "'" + qualifiedName(D) + "' is neither a function nor callable";
    return Found;
  }

  bool resolveNamed(const Item &I) {
    SmallVector<DeclContext *, 4> Scopes = {Ctx.getTranslationUnitDecl()};
    StringRef Last = I.Rule.Name.last();
    StringRef Rest = I.name().drop_back(Last.size());
    std::string Seen;
    while (!Rest.empty()) {
      auto [Head, Tail] = Rest.split("::");
      Rest = Tail;
      SmallVector<DeclContext *, 4> Inner;
      for (DeclContext *Scope : Scopes)
        forEachNamed(*Scope, Head, [&](NamedDecl &D, const CXXRecordDecl *) {
          noteAlias(D);
          if (isa<NamespaceDecl, CXXRecordDecl>(D))
            Inner.push_back(cast<DeclContext>(&D));
          // std::packaged_task is defined by a partial specialization only.
          const auto *Class = dyn_cast<CXXRecordDecl>(&D);
          SmallVector<ClassTemplatePartialSpecializationDecl *, 4> Partial;
          if (Class && Class->getDescribedClassTemplate())
            Class->getDescribedClassTemplate()->getPartialSpecializations(
                Partial);
          Inner.append(Partial.begin(), Partial.end());
        });
      if (Inner.empty()) {
        if (Why.empty())
          Why = "nothing is called '" + Seen + Head.str() + "'" +
                nearNames(*Scopes.front(), Head);
        return false;
      }
      Scopes = std::move(Inner);
      Seen += Head.str() + "::";
    }

    bool Found = false;
    llvm::StringSet<> UsedExceptions;
    for (DeclContext *Scope : Scopes)
      forEachNamed(*Scope, Last, [&](NamedDecl &D, const CXXRecordDecl *C) {
        noteAlias(D);
        for (const std::string &Except : I.Rule.Except)
          if (matchesGlob(lastComponent(Except),
                          lastComponent(qualifiedName(D))))
            UsedExceptions.insert(Except);
        Found = Found || matches(I, D, C);
      });
    if (!Found && Why.empty())
      Why = "'" + Last.str() + "' is not declared" +
            (Seen.empty() ? ""
                          : " in '" + Seen.substr(0, Seen.size() - 2) + "'") +
            nearNames(*Scopes.front(), Last);
    for (const std::string &Except : I.Rule.Except)
      if (Found && !UsedExceptions.contains(Except)) {
        Why = "its exception '" + Except + "' names nothing";
        Found = false;
      }
    return Found;
  }

  void noteAlias(NamedDecl &D) {
    QualType Target;
    if (const auto *Typedef = dyn_cast<TypedefNameDecl>(&D))
      Target = Typedef->getUnderlyingType().getCanonicalType();
    else
      return;
    if (const CXXRecordDecl *Class = Target->getAsCXXRecordDecl())
      Why = "'" + qualifiedName(D) + "' is an alias; write '" +
            qualifiedName(*Class) + "'";
    else
      Why = "'" + qualifiedName(D) + "' is an alias of '" +
            Target.getAsString() + "'";
  }

  /// Names that hold for any class derived from one: some such class must have
  /// a member that matches.
  bool resolveDerived(const Item &I) {
    struct Finder : DynamicRecursiveASTVisitor {
      llvm::function_ref<bool(CXXRecordDecl &)> Visit;
      bool VisitCXXRecordDecl(CXXRecordDecl *Class) override {
        return !Class->isThisDeclarationADefinition() || !Visit(*Class);
      }
      explicit Finder(llvm::function_ref<bool(CXXRecordDecl &)> V) : Visit(V) {
        ShouldVisitTemplateInstantiations = true;
      }
    };
    bool Derived = false, Found = false;
    auto Try = [&](CXXRecordDecl &Class) {
      if (!anyClassOrBase(Class, [&](const CXXRecordDecl &Base) {
            return I.Rule.ReceiverDerives->matches(Base);
          }))
        return false;
      Derived = true;
      forEachNamed(Class, I.Rule.Name.last(),
                   [&](NamedDecl &D, const CXXRecordDecl *C) {
                     Found = Found || matches(I, D, C);
                   });
      return Found;
    };
    Finder(Try).TraverseAST(Ctx);
    if (!Found)
      Why = Derived ? "no class derived from '" +
                          I.Rule.ReceiverDerives->text().str() +
                          "' has a member that matches"
                    : "no class is derived from '" +
                          I.Rule.ReceiverDerives->text().str() + "'";
    return Found;
  }

  ASTContext &Ctx;
  std::string Why;
};

class Probe {
public:
  explicit Probe(Pack P) : P(std::move(P)) {
    for (const std::string &Text : Installed) {
      auto [Name, Version] = StringRef(Text).split('=');
      Packages[Name] = Version;
    }
    auto Pattern = [](StringRef Name) {
      return Name.empty() ? std::nullopt : std::optional<NamePattern>(Name);
    };
    for (const BlockingEntry &E : this->P.Blocking) {
      Item I(E.Name,
             E.Kind == NameKind::StreamClass    ? Item::Class
             : E.Kind == NameKind::StreamObject ? Item::Variable
                                                : Item::Function,
             E.Where);
      I.Rule.GlobalCxx = E.GlobalCxx;
      I.Rule.ReceiverDerives = Pattern(E.ReceiverDerives);
      I.Rule.Returns = Pattern(E.Returns);
      I.Rule.FirstParameter = Pattern(E.FirstParameter);
      I.Rule.Except = E.Except;
      Items.push_back(std::move(I));
    }
    for (const RuntimeFunction &F : this->P.Functions)
      Items.emplace_back(F.Name, Item::Function, F.Where);
    for (const RuntimeType &T : this->P.Types) {
      Items.emplace_back(T.Name, Item::Class, T.Where);
      for (const std::string &Exception : T.Cancellation.Exceptions)
        Items.emplace_back(Exception, Item::Class, T.Where);
    }
    for (const ThreadFunction &F : this->P.ThreadFunctions)
      Items.emplace_back(F.Name, Item::Function, F.Where);
    for (const ThreadType &T : this->P.ThreadTypes)
      Items.emplace_back(T.Name, Item::Class, T.Where);
    for (const ClientEntry &C : this->P.Clients)
      Items.emplace_back(C.Name, Item::Function, C.Where);
    for (const std::string &Ready : this->P.AlwaysReady)
      Items.emplace_back(Ready, Item::Class, Everywhere);
    for (const std::string &Program : this->P.Programs)
      Items.emplace_back(Program, Item::Class, Everywhere);
    for (const std::string &Token : this->P.CancellationTokens)
      Items.emplace_back(Token, Item::Class, Everywhere);
    for (const std::string &Token : this->P.CompletionTokens)
      Items.emplace_back(Token, Item::Class, Everywhere);
  }

  /// The installed version of the package \p I comes from, or empty.
  StringRef version(const Item &I) const {
    auto It = Packages.find(I.Where->Package.value_or(P.Info.Package));
    return It == Packages.end() ? StringRef() : It->second;
  }

  bool isAnyInstalled() const {
    return llvm::any_of(Items,
                        [&](const Item &I) { return !version(I).empty(); });
  }

  /// Includes every header of what is installed; one that is missing leaves a
  /// mark.
  std::string code() {
    if (Packages.contains(P.Info.Package))
      Headers = P.Info.Headers;
    for (const Item &I : Items)
      if (!version(I).empty())
        for (const std::string &Header : I.Where->Headers)
          if (!llvm::is_contained(Headers, Header))
            Headers.push_back(Header);
    std::string Code;
    for (const auto &[Index, Header] : llvm::enumerate(Headers))
      Code += "#if __has_include(<" + Header + ">)\n#include <" + Header +
              ">\n#else\nextern int cotidy_missing_header_" +
              std::to_string(Index) + ";\n#endif\n";
    return Code;
  }

  void run(ASTContext &Ctx) {
    Resolver Names(Ctx);
    for (const auto &[Index, Header] : llvm::enumerate(Headers))
      if (!Ctx.getTranslationUnitDecl()
               ->lookup(&Ctx.Idents.get("cotidy_missing_header_" +
                                        std::to_string(Index)))
               .empty())
        llvm::outs() << title() << ": there is no header <" << Header << ">\n";
    for (const Item &I : Items) {
      if (version(I).empty()) {
        ++Unverifiable;
        continue;
      }
      std::string Why;
      bool Found = Names.resolve(I, Why);
      bool Marked = llvm::any_of(I.Where->AbsentIn, [](StringRef Label) {
        return llvm::is_contained(Labels, Label);
      });
      if (Found && Marked)
        fail(I, "is marked as absent here, but it is declared");
      else if (Found)
        ++Verified;
      else if (Marked || isOutsideVersions(I))
        ++Absent;
      else
        fail(I, "can never match: " + Why);
    }
  }

  /// Prints the result; the exit status.
  int finish() {
    if (!isAnyInstalled())
      Unverifiable = Items.size();
    llvm::outs() << title() << ": " << Verified << " names verified, " << Absent
                 << " not in this version, " << Unverifiable << " unverifiable";
    if (!isAnyInstalled())
      llvm::outs() << (P.Info.Package.empty() ? " (not packaged in Debian)"
                                              : " (package '" + P.Info.Package +
                                                    "' is not installed)");
    llvm::outs() << '\n';
    return Failed ? 1 : 0;
  }

private:
  std::string title() const {
    return llvm::sys::path::parent_path(PackFile.getValue())
               .rsplit('/')
               .second.str() +
           "/" + P.Info.Name;
  }

  void fail(const Item &I, const llvm::Twine &Text) {
    ++Failed;
    llvm::outs() << title() << ": '" << I.name() << "' " << Text << '\n';
  }

  bool isOutsideVersions(const Item &I) const {
    llvm::VersionTuple Have, Bound;
    if (Have.tryParse(version(I)))
      return false;
    return (!Bound.tryParse(I.Where->MinVersion) && Have < Bound) ||
           (!Bound.tryParse(I.Where->MaxVersion) && Have > Bound);
  }

  Pack P;
  Availability Everywhere;
  std::vector<std::string> Headers;
  std::deque<Item> Items;
  llvm::StringMap<std::string> Packages;
  unsigned Verified = 0, Absent = 0, Unverifiable = 0, Failed = 0;
};

class ProbeAction : public ASTFrontendAction {
public:
  explicit ProbeAction(Probe &P) : P(P) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                 StringRef) override {
    // Declarations are all that is asked for.
    Compiler.getFrontendOpts().SkipFunctionBodies = true;
    class Consumer : public ASTConsumer {
    public:
      explicit Consumer(Probe &P) : P(P) {}
      bool shouldSkipFunctionBody(Decl *) override { return true; }
      void HandleTranslationUnit(ASTContext &Ctx) override { P.run(Ctx); }

    private:
      Probe &P;
    };
    return std::make_unique<Consumer>(P);
  }

private:
  Probe &P;
};

} // namespace

int main(int Argc, const char **Argv) {
  llvm::cl::ParseCommandLineOptions(Argc, Argv);
  auto Buffer = llvm::MemoryBuffer::getFile(PackFile);
  if (!Buffer) {
    llvm::errs() << "error: cannot read " << PackFile << ": "
                 << Buffer.getError().message() << '\n';
    return 2;
  }
  llvm::Expected<Pack> P = parsePack((*Buffer)->getBuffer(), PackFile);
  if (!P) {
    llvm::errs() << "error: " << llvm::toString(P.takeError()) << '\n';
    return 2;
  }
  Probe TheProbe(std::move(*P));
  if (TheProbe.isAnyInstalled()) {
    std::vector<std::string> Arguments(CompilerArguments.begin(),
                                       CompilerArguments.end());
    Arguments.push_back("-w");
    Arguments.push_back("-resource-dir=" COTIDY_CLANG_RESOURCE_DIR);
    if (!tooling::runToolOnCodeWithArgs(std::make_unique<ProbeAction>(TheProbe),
                                        TheProbe.code(), Arguments,
                                        "probe.cpp")) {
      llvm::errs() << "error: the headers of " << PackFile
                   << " do not compile, see above\n";
      TheProbe.finish();
      return 1;
    }
  }
  return TheProbe.finish();
}
