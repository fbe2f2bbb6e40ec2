#include "model/tasks/SharedParts.h"
#include "model/code/TypeArguments.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

bool isLibraryClass(const CXXRecordDecl &Class, const ASTContext &Ctx) {
  return Ctx.getSourceManager().isInSystemHeader(Class.getLocation());
}

bool hasNameWith(const CXXRecordDecl &Class, llvm::ArrayRef<StringRef> Parts) {
  if (!Class.getIdentifier())
    return false;
  std::string Name = Class.getName().lower();
  return llvm::any_of(
      Parts, [&](StringRef Part) { return StringRef(Name).contains(Part); });
}

/// Whether objects of the library's template \p Class only refer to what its
/// arguments name: `shared_ptr<T>`, `span<T>`, `reference_wrapper<T>`.
bool refersToArguments(const CXXRecordDecl &Class) {
  return Class.getName() != "unique_ptr" &&
         hasNameWith(Class, {"ptr", "ref", "span", "view", "weak", "iterator"});
}

} // namespace

bool isSharedByDesign(QualType T, const ASTContext &Ctx) {
  const CXXRecordDecl *Class =
      (T->isPointerType() ? T->getPointeeType() : T.getNonReferenceType())
          ->getAsCXXRecordDecl();
  return Class && isLibraryClass(*Class, Ctx) &&
         hasNameWith(*Class,
                     {"executor", "context", "scheduler", "strand", "reactor"});
}

void SharedParts::add(QualType T, const ASTContext &Ctx, bool Elsewhere,
                      unsigned Depth) {
  constexpr unsigned MaxDepth = 8;
  T = T.getCanonicalType().getUnqualifiedType();
  if (isSharedByDesign(T, Ctx))
    return;
  if (T->isReferenceType() || T->isPointerType())
    return add(T->getPointeeType(), Ctx, /*Elsewhere=*/true, Depth + 1);
  if (T->isVoidType() || T->isFunctionType() || Depth > MaxDepth) {
    Anything = true;
    return;
  }
  if (const auto *Array = dyn_cast<ArrayType>(T))
    return add(Array->getElementType(), Ctx, Elsewhere, Depth + 1);
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  // Allocators, comparisons.
  if (Class && isLibraryClass(*Class, Ctx) && Class->hasDefinition() &&
      Class->isEmpty())
    return;
  if (!(Elsewhere ? Borrowed : Own).insert(T.getTypePtr()).second || !Class)
    return;
  if (!isLibraryClass(*Class, Ctx))
    return addMembers(*Class, Ctx, Elsewhere, Depth);
  Anything |= hasNameWith(*Class, {"function", "any", "handle"});
  if (const auto *Of = dyn_cast<ClassTemplateSpecializationDecl>(Class))
    for (QualType Argument : typeArguments(*Of))
      add(Argument, Ctx, Elsewhere || refersToArguments(*Class), Depth + 1);
}

void SharedParts::addMembers(const CXXRecordDecl &Class, const ASTContext &Ctx,
                             bool Elsewhere, unsigned Depth) {
  if (!Class.hasDefinition())
    return;
  // One object may be both a reader and a writer.
  if (Elsewhere && Class.isPolymorphic())
    Borrowed.insert(Ctx.VoidTy.getTypePtr());
  for (const CXXBaseSpecifier &Base : Class.bases())
    add(Base.getType(), Ctx, Elsewhere, Depth + 1);
  for (const FieldDecl *Field : Class.fields())
    add(Field->getType(), Ctx, Elsewhere, Depth + 1);
}

bool SharedParts::mayMeet(const SharedParts &Other) const {
  auto IsEmpty = [](const SharedParts &P) {
    return P.Own.empty() && P.Borrowed.empty() && !P.Anything;
  };
  auto AnyIn = [](const Types &A, const Types &B) {
    return llvm::any_of(A, [&](const Type *T) { return B.contains(T); });
  };
  return (Anything && !IsEmpty(Other)) || (Other.Anything && !IsEmpty(*this)) ||
         AnyIn(Borrowed, Other.Borrowed) || AnyIn(Borrowed, Other.Own) ||
         AnyIn(Own, Other.Borrowed);
}

} // namespace cotidy
