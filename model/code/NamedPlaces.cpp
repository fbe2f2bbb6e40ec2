#include "model/code/NamedPlaces.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

void forEachIdentifier(
    const ASTContext &Ctx,
    llvm::function_ref<void(StringRef, SourceLocation)> Visit) {
  const SourceManager &SM = Ctx.getSourceManager();
  FileID Main = SM.getMainFileID();
  Lexer Tokens(Main, SM.getBufferOrFake(Main), SM, Ctx.getLangOpts());
  Token Next;
  bool AtEnd = false, InDirective = false, InInclude = false;
  while (!AtEnd) {
    AtEnd = Tokens.LexFromRawLexer(Next);
    if (Next.isAtStartOfLine())
      InInclude = InDirective = false;
    if (Next.is(tok::raw_identifier)) {
      // `#include <mutex>` names a file.
      InInclude |= InDirective && Next.getRawIdentifier() == "include";
      if (!InInclude)
        Visit(Next.getRawIdentifier(), Next.getLocation());
    }
    InDirective = Next.is(tok::hash) && Next.isAtStartOfLine();
  }
}

namespace {

/// The declaration that stands for \p D, its redeclarations and, of a template,
/// its instantiations.
const Decl *keyOf(const Decl &D) {
  if (const auto *F = dyn_cast<FunctionDecl>(&D))
    if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
      return Pattern->getCanonicalDecl();
  return D.getCanonicalDecl();
}

/// Whether another file can declare \p D itself. Members of a class are named
/// by who includes it.
bool mayBeDeclaredElsewhere(const ValueDecl &D) {
  return D.isExternallyVisible() && !D.isCXXClassMember();
}

class PlaceReader final : public DynamicRecursiveASTVisitor {
public:
  PlaceReader(const ValueDecl &D) : Key(keyOf(D)), Name(D.getDeclName()) {}

  NamePlaces Found;

  bool VisitNamedDecl(NamedDecl *D) override {
    if (!isa<UsingDecl, UsingShadowDecl>(D))
      add(D, D->getDeclName(), D->getLocation());
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) override {
    add(E->getDecl(), E->getDecl()->getDeclName(), E->getLocation());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *E) override {
    add(E->getMemberDecl(), E->getMemberDecl()->getDeclName(),
        E->getMemberLoc());
    return true;
  }
  bool VisitRecordTypeLoc(RecordTypeLoc Written) override {
    const RecordDecl *D = Written.getType()->getAsRecordDecl();
    add(D, D->getDeclName(), Written.getNameLoc());
    return true;
  }

private:
  void add(const Decl *D, DeclarationName Named, SourceLocation Loc) {
    if (Named == Name)
      (keyOf(*D) == Key ? Found.Ours : Found.Others).insert(Loc);
  }

  const Decl *Key;
  DeclarationName Name;
};

} // namespace

NamePlaces placesOfName(const ValueDecl &D, ASTContext &Ctx) {
  PlaceReader Reader(D);
  for (Decl *Top : Ctx.getTraversalScope())
    Reader.TraverseDecl(Top);
  return std::move(Reader.Found);
}

std::optional<llvm::DenseSet<SourceLocation>> placesNaming(const ValueDecl &D,
                                                           ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  if (!D.getIdentifier() || mayBeDeclaredElsewhere(D))
    return std::nullopt;
  NamePlaces Places = placesOfName(D, Ctx);
  if (llvm::any_of(Places.Ours, [&](SourceLocation Loc) {
        return Loc.isMacroID() || !SM.isInMainFile(Loc);
      }))
    return std::nullopt;
  size_t Seen = 0;
  bool AllKnown = true;
  forEachIdentifier(Ctx, [&](StringRef Text, SourceLocation Loc) {
    if (Text != D.getName())
      return;
    if (Places.Ours.contains(Loc))
      ++Seen;
    else if (!Places.Others.contains(Loc))
      AllKnown = false;
  });
  if (!AllKnown || Seen != Places.Ours.size())
    return std::nullopt;
  return std::move(Places.Ours);
}

} // namespace cotidy
