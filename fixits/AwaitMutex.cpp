#include "fixits/AwaitMutex.h"
#include "fixits/AwaitPlace.h"
#include "fixits/HeaderInsertion.h"
#include "fixits/TargetChoice.h"
#include "fixits/TextParts.h"
#include "model/code/Mentions.h"
#include "model/code/NamedPlaces.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/TypeLoc.h"

using namespace clang;

namespace cotidy {
namespace {

bool isStdClass(QualType Type, llvm::ArrayRef<StringRef> Names) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getIdentifier() &&
         llvm::is_contained(Names, Class->getName());
}

/// What names the mutex in \p Guard, which is made locked with nothing else.
const Expr *mutexOf(const VarDecl &Guard) {
  const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(
      Guard.getInit() ? Guard.getInit()->IgnoreImplicit() : nullptr);
  if (!Construct || Construct->getNumArgs() != 1 ||
      Guard.getInitStyle() == VarDecl::CInit ||
      !isStdClass(Guard.getType(),
                  {"lock_guard", "scoped_lock", "unique_lock"}))
    return nullptr;
  return Construct->getArg(0)->IgnoreParenImpCasts();
}

const ValueDecl *namedBy(const Expr &E, SourceLocation &Place) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&E)) {
    Place = Ref->getLocation();
    return Ref->getDecl();
  }
  if (const auto *Member = dyn_cast<MemberExpr>(&E)) {
    Place = Member->getMemberLoc();
    return Member->getMemberDecl();
  }
  return nullptr;
}

/// Whether \p Body does nothing with \p Guard but to unlock it.
bool isOnlyUnlocked(const VarDecl &Guard, const CodeBody &Body) {
  bool Only = true;
  forEachMention(*Body.Body, [&](const Mention &M) {
    if (M.Named != &Guard)
      return;
    const auto *Member =
        dyn_cast_or_null<MemberExpr>(Body.parents().getParent(M.E));
    const ValueDecl *Used = Member ? Member->getMemberDecl() : nullptr;
    Only &= Used && Used->getIdentifier() && Used->getName() == "unlock";
  });
  return Only;
}

/// The written type of \p Mutex, where nothing hides what it is.
SourceRange writtenType(const ValueDecl &Mutex) {
  const auto *Declared = dyn_cast<DeclaratorDecl>(&Mutex);
  const auto *Var = dyn_cast<VarDecl>(&Mutex);
  if (!Declared || !Declared->getTypeSourceInfo() ||
      !isStdClass(Mutex.getType(), {"mutex"}) || isa<ParmVarDecl>(Mutex) ||
      (Var && (!Var->isFirstDecl() || Var->getMostRecentDecl() != Var)))
    return {};
  SourceRange Type = Declared->getTypeSourceInfo()
                         ->getTypeLoc()
                         .getUnqualifiedLoc()
                         .getSourceRange();
  return isFromMacro(Type) ? SourceRange() : Type;
}

/// Whether \p Guard of \p Body, made of \p Mutex, can be one that is awaited.
bool canBeAwaited(const VarDecl &Guard, const Expr &Mutex, const CodeBody &Body,
                  const ASTContext &Ctx) {
  SourceRange Written(Guard.getBeginLoc(), Guard.getEndLoc());
  return !Body.Dependent && !isInstantiated(Body) && !Guard.hasAttrs() &&
         placeAllowsAwait(Mutex, Body) && isOnlyUnlocked(Guard, Body) &&
         !isFromMacro(Written) &&
         !holdsComment(CharSourceRange::getTokenRange(Written), Ctx);
}

} // namespace

std::optional<Fix> planAwaitedMutex(const Expr &Mutex,
                                    const AsyncModel &Model) {
  ASTContext &Ctx = Model.context();
  SourceLocation Place;
  const ValueDecl *D = namedBy(*Mutex.IgnoreParenImpCasts(), Place);
  SourceRange Type = D ? writtenType(*D) : SourceRange();
  std::optional<llvm::DenseSet<SourceLocation>> Places =
      Type.isValid() ? placesNaming(*D, Ctx) : std::nullopt;
  if (!Places)
    return std::nullopt;
  Places->erase(D->getLocation());

  const FixTarget *Target = nullptr;
  Fix F;
  for (const CodeBody &Body : Model.bodies())
    for (const VarDecl *Guard : Body.Locals) {
      const Expr *Named = mutexOf(*Guard);
      if (!Named || namedBy(*Named, Place) != D)
        continue;
      const FixTarget *Serving = targetWith(
          Body, Model, [](const FixTarget &T) { return T.Mutex.has_value(); });
      if (!Serving || (Target && Target != Serving) ||
          !canBeAwaited(*Guard, *Named, Body, Ctx))
        return std::nullopt;
      Target = Serving;
      Places->erase(Place);
      std::string Text = Target->Mutex->Text;
      fill(Text, "{}", textOf(Named->getSourceRange(), Ctx));
      F.Edits.push_back(FixItHint::CreateReplacement(
          CharSourceRange::getTokenRange(Guard->getSourceRange()),
          ("auto " + Guard->getName() + " = " + Text).str()));
    }
  // Whoever else names it would have to wait for it as a thread.
  if (!Target || !Places->empty())
    return std::nullopt;
  F.Title = Target->Mutex->Title;
  F.Edits.insert(F.Edits.begin(), FixItHint::CreateReplacement(
                                      CharSourceRange::getTokenRange(Type),
                                      Target->Mutex->Type));
  addHeaders(F, Type.getBegin(), Target->Mutex->Headers, Target->Umbrellas,
             Ctx.getSourceManager());
  return F;
}

} // namespace cotidy
