#include "model/code/OwnedObjects.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {

/// How many of the type arguments of the standard class \p Name are types of
/// objects that die with one of its own.
static unsigned ownedArguments(StringRef Name) {
  constexpr unsigned All = ~0u;
  return llvm::StringSwitch<unsigned>(Name)
      .Cases({"unique_ptr", "optional", "array", "vector", "deque", "list",
              "forward_list", "set", "multiset", "unordered_set",
              "unordered_multiset", "stack", "queue", "priority_queue"},
             1)
      .Cases({"pair", "map", "multimap", "unordered_map", "unordered_multimap"},
             2)
      .Cases({"tuple", "variant"}, All)
      .Default(0);
}

/// Whether \p Pointer is a `std::unique_ptr` that does not delete.
static bool hasOwnDeleter(const ClassTemplateSpecializationDecl &Pointer) {
  const TemplateArgumentList &Args = Pointer.getTemplateArgs();
  if (Args.size() < 2 || Args[1].getKind() != TemplateArgument::Type)
    return false;
  const CXXRecordDecl *Deleter = Args[1].getAsType()->getAsCXXRecordDecl();
  return !Deleter || !Deleter->getIdentifier() ||
         Deleter->getName() != "default_delete";
}

static void addDestructors(QualType T, bool ByPointer, unsigned Depth,
                           llvm::SmallVectorImpl<OwnedDestructor> &Into);

static void addHeldBy(const ClassTemplateSpecializationDecl &Owner,
                      unsigned Depth,
                      llvm::SmallVectorImpl<OwnedDestructor> &Into) {
  bool Pointer = Owner.getName() == "unique_ptr";
  if (Pointer && hasOwnDeleter(Owner))
    return;
  unsigned Left = ownedArguments(Owner.getName());
  auto Add = [&](const TemplateArgument &Arg) {
    if (Left && Arg.getKind() == TemplateArgument::Type) {
      addDestructors(Arg.getAsType(), Pointer, Depth + 1, Into);
      --Left;
    }
  };
  for (const TemplateArgument &Arg : Owner.getTemplateArgs().asArray()) {
    if (Arg.getKind() != TemplateArgument::Pack)
      Add(Arg);
    else
      for (const TemplateArgument &Element : Arg.pack_elements())
        Add(Element);
  }
}

static void addDestructors(QualType T, bool ByPointer, unsigned Depth,
                           llvm::SmallVectorImpl<OwnedDestructor> &Into) {
  constexpr unsigned MaxDepth = 8;
  const CXXRecordDecl *Class =
      T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!Class || Depth > MaxDepth || !Class->hasDefinition() ||
      Class->isDependentContext() || Class->hasTrivialDestructor())
    return;
  const SourceManager &SM = Class->getASTContext().getSourceManager();
  if (SM.isInSystemHeader(Class->getLocation())) {
    const auto *Owner = dyn_cast<ClassTemplateSpecializationDecl>(Class);
    if (Owner && Owner->getIdentifier() && inStandardLibrary(*Owner))
      addHeldBy(*Owner, Depth, Into);
    return;
  }
  if (const CXXDestructorDecl *Dtor = Class->getDestructor())
    Into.push_back(
        {Dtor, ByPointer && Dtor->isVirtual() && !Class->isEffectivelyFinal()});
}

llvm::SmallVector<OwnedDestructor, 2> ownedDestructors(QualType T) {
  llvm::SmallVector<OwnedDestructor, 2> Found;
  addDestructors(T, false, 0, Found);
  return Found;
}

bool handsOn(const Stmt &Body, const VarDecl &Owner) {
  auto Names = [&](const Expr *E) {
    const auto *Ref = E ? dyn_cast<DeclRefExpr>(stripTransparent(E)) : nullptr;
    return Ref && Ref->getDecl() == &Owner;
  };
  bool Here = false;
  if (const auto *Return = dyn_cast<ReturnStmt>(&Body)) {
    Here = Names(Return->getRetValue());
  } else if (const auto *Return = dyn_cast<CoreturnStmt>(&Body)) {
    Here = Names(Return->getOperand());
  } else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Body)) {
    StringRef Name = memberCallee(*Member);
    Here = (Name == "release" || Name == "swap") &&
           Names(Member->getImplicitObjectArgument());
  } else if (const auto *Call = dyn_cast<CallExpr>(&Body)) {
    StringRef Name = standardCallee(*Call);
    Here = (Name == "move" || Name == "forward" || Name == "exchange" ||
            Name == "swap") &&
           llvm::any_of(Call->arguments(), Names);
  }
  return Here || llvm::any_of(Body.children(), [&](const Stmt *Child) {
           return Child && handsOn(*Child, Owner);
         });
}

} // namespace cotidy
