#include "model/blocking/AsyncVariant.h"
#include "clang/AST/Attr.h"
#include "clang/AST/CXXInheritance.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace cotidy {
namespace {

std::string capitalised(StringRef Name) {
  std::string Result = Name.str();
  Result.front() = llvm::toUpper(Result.front());
  return Result;
}

llvm::SmallVector<std::string, 8> variantNames(StringRef Name) {
  return {("async_" + Name).str(),     ("co_" + Name).str(),
          (Name + "_async").str(),     (Name + "Async").str(),
          "async" + capitalised(Name), "Async" + capitalised(Name),
          "co" + capitalised(Name)};
}

bool isErrorCode(QualType Type) {
  const CXXRecordDecl *Class =
      Type->isLValueReferenceType() &&
              !Type->getPointeeType().isConstQualified()
          ? Type->getPointeeCXXRecordDecl()
          : nullptr;
  return Class && Class->getIdentifier() && Class->getName() == "error_code";
}

/// As it was declared: of an instantiation the template's.
const FunctionDecl *pattern(const FunctionDecl *F) {
  const FunctionDecl *Pattern = F->getTemplateInstantiationPattern();
  return Pattern ? Pattern : F;
}

/// Whether an argument for a parameter of type \p Sync does for one of type
/// \p Async.
bool accepts(QualType Async, QualType Sync, ASTContext &Ctx) {
  auto Plain = [&](QualType Type) {
    return Ctx.getCanonicalType(Type.getNonReferenceType())
        .getUnqualifiedType();
  };
  QualType A = Plain(Async), S = Plain(Sync);
  return A == S || A->isTemplateTypeParmType();
}

bool isCallback(const ParmVarDecl &Parameter) {
  QualType Type = Parameter.getType().getNonReferenceType();
  if (const auto *Generic = Type->getAs<TemplateTypeParmType>()) {
    std::string Names = Parameter.getName().lower();
    if (const TemplateTypeParmDecl *D = Generic->getDecl();
        D && D->getIdentifier())
      Names += D->getName().lower();
    return StringRef(Names).contains("token") ||
           StringRef(Names).contains("handler") ||
           StringRef(Names).contains("callback");
  }
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && Class->getIdentifier() &&
         StringRef(Class->getName()).ends_with("function");
}

/// Whether \p Variant takes what \p Sync takes, and for a callback one more.
bool matches(const FunctionDecl &Variant, const FunctionDecl &Sync,
             unsigned Written, bool Callback, ASTContext &Ctx) {
  unsigned Count = Sync.getNumParams();
  if (Count > 0 && isErrorCode(Sync.getParamDecl(Count - 1)->getType()))
    --Count;
  Count = std::min(Count, Written);
  unsigned Needed = Variant.getMinRequiredArguments();
  if (Variant.getNumParams() < Count + Callback || Needed > Count + Callback)
    return false;
  for (unsigned I = 0; I != Count; ++I)
    if (!accepts(Variant.getParamDecl(I)->getType(),
                 Sync.getParamDecl(I)->getType(), Ctx))
      return false;
  return !Callback || isCallback(*Variant.getParamDecl(Count));
}

/// Whether \p Body is the implementation of \p Variant or stands in it.
bool implements(const CodeBody *Body, const NamedDecl &Variant) {
  for (; Body; Body = Body->Parent)
    if (Body->Function->getDeclName() == Variant.getDeclName() &&
        Body->Function->getDeclContext()->getPrimaryContext() ==
            Variant.getDeclContext()->getPrimaryContext())
      return true;
  return false;
}

bool isMemberOf(const CodeBody *Body, const CXXRecordDecl &Class) {
  for (; Body; Body = Body->Parent)
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Body->Function);
        Method &&
        (Method->getParent()->getCanonicalDecl() == Class.getCanonicalDecl() ||
         Method->getParent()->isDerivedFrom(&Class)))
      return true;
  return false;
}

void findIn(const CXXRecordDecl &Class, DeclarationName Name,
            llvm::SmallVectorImpl<const NamedDecl *> &Found, unsigned Depth) {
  if (!Class.hasDefinition() || Depth == 0)
    return;
  for (const NamedDecl *D : Class.lookup(Name))
    Found.push_back(D);
  // A name of the class hides that of its bases.
  if (!Found.empty())
    return;
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (const CXXRecordDecl *Record = Base.getType()->getAsCXXRecordDecl())
      findIn(*Record, Name, Found, Depth - 1);
}

} // namespace

std::optional<AsyncVariant>
asyncVariantOf(const BodyCall &Call, const Awaitables &Types, ASTContext &Ctx) {
  const FunctionDecl &Callee = *Call.Site.Callee;
  if (Call.InAwaitOperand || !Callee.getIdentifier() || !Call.Site.E ||
      Callee.getName().empty() || Types.find(Callee.getReturnType()))
    return std::nullopt;
  const FunctionDecl &Sync = *pattern(&Callee);
  // A name is a hint; where the body is there, what it does counts.
  if (Sync.isDefined())
    return std::nullopt;
  // Who tells a callback does not wait, even if the call leaves it out.
  if (llvm::any_of(Sync.parameters(),
                   [](const ParmVarDecl *P) { return isCallback(*P); }))
    return std::nullopt;
  unsigned Written = llvm::count_if(Call.Site.Args, [](const Expr *Argument) {
    return !isa<CXXDefaultArgExpr>(Argument);
  });
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);

  for (const std::string &Name : variantNames(Callee.getName())) {
    llvm::SmallVector<const NamedDecl *, 4> Candidates;
    DeclarationName Identifier(&Ctx.Idents.get(Name));
    if (Method)
      findIn(*Method->getParent(), Identifier, Candidates, 8);
    else
      for (const NamedDecl *D :
           Callee.getDeclContext()->getEnclosingNamespaceContext()->lookup(
               Identifier))
        Candidates.push_back(D);
    for (const NamedDecl *D : Candidates) {
      const FunctionDecl *Variant = D->getUnderlyingDecl()->getAsFunction();
      if (!Variant || Variant->isDeleted() ||
          Variant->hasAttr<DeprecatedAttr>() || D->hasAttr<DeprecatedAttr>() ||
          implements(Call.Body, *Variant))
        continue;
      if (const auto *Member = dyn_cast<CXXMethodDecl>(Variant);
          Member && D->getAccess() != AS_public &&
          !isMemberOf(Call.Body, *Member->getParent()))
        continue;
      if (Types.find(Variant->getReturnType()) &&
          matches(*Variant, Sync, Written, /*Callback=*/false, Ctx))
        return AsyncVariant{Variant, true};
      if (matches(*Variant, Sync, Written, /*Callback=*/true, Ctx))
        return AsyncVariant{Variant, false};
    }
  }
  return std::nullopt;
}

} // namespace cotidy
