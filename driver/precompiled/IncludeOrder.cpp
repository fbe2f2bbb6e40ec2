#include "driver/precompiled/IncludeOrder.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PPCallbacks.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {
namespace {

std::string nameOf(const clang::SourceManager &SM, clang::FileID File) {
  auto Entry = SM.getFileEntryRefForID(File);
  return Entry ? Entry->getName().str() : "";
}

class IncludeRecorder final : public clang::PPCallbacks {
public:
  IncludeRecorder(const clang::SourceManager &SM, IncludeGraph &Into)
      : SM(SM), Into(Into) {}

  void InclusionDirective(clang::SourceLocation Hash, const clang::Token &,
                          llvm::StringRef, bool, clang::CharSourceRange,
                          clang::OptionalFileEntryRef File, llvm::StringRef,
                          llvm::StringRef, const clang::Module *, bool,
                          clang::SrcMgr::CharacteristicKind) override {
    if (!File)
      return;
    Into.try_emplace(File->getName());
    Into[nameOf(SM, SM.getFileID(Hash))].push_back(File->getName().str());
  }

private:
  const clang::SourceManager &SM;
  IncludeGraph &Into;
};

} // namespace

void recordIncludes(clang::Preprocessor &PP, IncludeGraph &Into) {
  PP.addPPCallbacks(
      std::make_unique<IncludeRecorder>(PP.getSourceManager(), Into));
}

/// From where on the unit knows the files of the precompiled header.
class IncludeOrder::Seen {
public:
  Seen(const clang::SourceManager &SM, const IncludeGraph &Graph)
      : SM(SM), Graph(Graph) {}

  /// The directive at \p Hash includes \p File.
  void include(clang::SourceLocation Hash, llvm::StringRef File) {
    llvm::SmallVector<llvm::StringRef> Open = {File};
    while (!Open.empty()) {
      llvm::StringRef Next = Open.pop_back_val();
      auto Node = Graph.find(Next);
      if (Node == Graph.end() || !Since.try_emplace(Next, Hash).second)
        continue;
      Open.append(Node->second.begin(), Node->second.end());
    }
  }

  /// Whether what stands at \p Declared is known at \p Use.
  bool knows(clang::SourceLocation Declared, clang::SourceLocation Use) {
    Declared = SM.getExpansionLoc(Declared);
    if (Declared.isInvalid() || !SM.isLoadedSourceLocation(Declared))
      return true;
    auto [It, New] = SinceOf.try_emplace(SM.getFileID(Declared));
    if (New || It->second.isInvalid()) {
      std::string Name = nameOf(SM, It->first);
      // The compiler's own are known everywhere.
      if (Name.empty())
        return true;
      It->second = Since.lookup(Name);
    }
    return It->second.isValid() &&
           SM.isBeforeInTranslationUnit(It->second, SM.getExpansionLoc(Use));
  }

private:
  const clang::SourceManager &SM;
  const IncludeGraph &Graph;
  llvm::StringMap<clang::SourceLocation> Since;
  llvm::DenseMap<clang::FileID, clang::SourceLocation> SinceOf;
};

class IncludeOrder::MacroUses final : public clang::PPCallbacks {
public:
  MacroUses(IncludeOrder &Order) : Order(Order) {}

  void InclusionDirective(clang::SourceLocation Hash, const clang::Token &,
                          llvm::StringRef, bool, clang::CharSourceRange,
                          clang::OptionalFileEntryRef File, llvm::StringRef,
                          llvm::StringRef, const clang::Module *, bool,
                          clang::SrcMgr::CharacteristicKind) override {
    if (File)
      Order.Files->include(Hash, File->getName());
  }

  void MacroExpands(const clang::Token &Name, const clang::MacroDefinition &MD,
                    clang::SourceRange, const clang::MacroArgs *) override {
    look(Name, MD);
  }
  void Defined(const clang::Token &Name, const clang::MacroDefinition &MD,
               clang::SourceRange) override {
    look(Name, MD);
  }
  void Ifdef(clang::SourceLocation, const clang::Token &Name,
             const clang::MacroDefinition &MD) override {
    look(Name, MD);
  }
  void Ifndef(clang::SourceLocation, const clang::Token &Name,
              const clang::MacroDefinition &MD) override {
    look(Name, MD);
  }

private:
  void look(const clang::Token &Name, const clang::MacroDefinition &MD) {
    const clang::MacroInfo *Info = MD.getMacroInfo();
    if (Info && Order.Ours.contains(Name.getLocation()))
      Order.Matters |=
          !Order.Files->knows(Info->getDefinitionLoc(), Name.getLocation());
  }

  IncludeOrder &Order;
};

class IncludeOrder::FunctionUses final
    : public clang::RecursiveASTVisitor<FunctionUses> {
public:
  FunctionUses(IncludeOrder &Order) : Order(Order) {}

  bool VisitDeclRefExpr(clang::DeclRefExpr *Ref) {
    const auto *Function = Ref->getDecl()->getAsFunction();
    if (Function && Order.Ours.contains(Ref->getLocation()))
      Order.Matters |=
          llvm::none_of(Function->redecls(), [&](const clang::Decl *D) {
            return Order.Files->knows(D->getLocation(), Ref->getLocation());
          });
    return !Order.Matters;
  }

private:
  IncludeOrder &Order;
};

IncludeOrder::IncludeOrder(const Project &P, clang::Preprocessor &PP,
                           const IncludeGraph &Precompiled)
    : Ours(P, PP.getSourceManager()),
      Files(std::make_unique<Seen>(PP.getSourceManager(), Precompiled)) {
  PP.addPPCallbacks(std::make_unique<MacroUses>(*this));
}

IncludeOrder::~IncludeOrder() = default;

bool IncludeOrder::matters(clang::ASTContext &Context) {
  FunctionUses Uses(*this);
  for (clang::Decl *D : Context.getTranslationUnitDecl()->noload_decls())
    if (!Matters && Ours.contains(D->getLocation()))
      Uses.TraverseDecl(D);
  return Matters;
}

} // namespace cotidy::driver
