#include "model/catalogue/NameIndex.h"
#include "model/code/QualifiedName.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
namespace {

/// The class a base specifier names; of a dependent one the pattern of the
/// template.
const CXXRecordDecl *baseClass(QualType Type) {
  if (const CXXRecordDecl *Class = Type->getAsCXXRecordDecl())
    return Class;
  const auto *Specialization = Type->getAs<TemplateSpecializationType>();
  const TemplateDecl *Template =
      Specialization ? Specialization->getTemplateName().getAsTemplateDecl()
                     : nullptr;
  return Template
             ? dyn_cast_or_null<CXXRecordDecl>(Template->getTemplatedDecl())
             : nullptr;
}

/// The definition of \p Class; of a specialization that nobody needed complete
/// yet its template's, which knows the bases.
const CXXRecordDecl *definitionOf(const CXXRecordDecl &Class) {
  if (const CXXRecordDecl *Definition = Class.getDefinition())
    return Definition;
  const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  return Spec ? Spec->getSpecializedTemplate()
                    ->getTemplatedDecl()
                    ->getDefinition()
              : nullptr;
}

bool isSameOrDerived(const CXXRecordDecl &Class, const CXXRecordDecl &Base) {
  return anyClassOrBase(Class, [&](const CXXRecordDecl &Candidate) {
    return Candidate.getCanonicalDecl() == Base.getCanonicalDecl();
  });
}

/// Whether naming \p Method as a member of \p Class means it, or a virtual
/// function that it overrides.
bool isMemberOf(const CXXMethodDecl &Method, const CXXRecordDecl &Class) {
  if (isSameOrDerived(Class, *Method.getParent()))
    return true;
  return llvm::any_of(Method.overridden_methods(),
                      [&](const CXXMethodDecl *Overridden) {
                        return isMemberOf(*Overridden, Class);
                      });
}

const CXXRecordDecl *classOf(QualType Type) {
  Type = Type.getNonReferenceType();
  if (Type->isPointerType())
    Type = Type->getPointeeType();
  return Type->getAsCXXRecordDecl();
}

bool isClassNamed(QualType Type, const NamePattern &Name) {
  const CXXRecordDecl *Class = classOf(Type);
  return Class && Name.matches(*Class);
}

/// Whether a function without scope is one that C code could call: a user's
/// own `read` in the global namespace is another function.
bool isCFunction(const FunctionDecl &Function) {
  const DeclContext *DC = Function.getDeclContext()->getRedeclContext();
  return (DC->isTranslationUnit() || DC->isStdNamespace()) &&
         Function.isExternC();
}

/// Whether the components of \p Name before the last name where \p Call's
/// callee is declared, or the class it is called through.
bool matchesScopeOf(const NameRule &Rule, const CallSite &Call) {
  const FunctionDecl &Callee = *Call.Callee;
  const NamePattern &Name = Rule.Name;
  if (Name.isUnqualified()) {
    if (!Rule.GlobalCxx)
      return isCFunction(Callee);
    return Callee.getDeclContext()->getRedeclContext()->isTranslationUnit();
  }
  if (Name.matchesScope(Callee.getDeclContext()))
    return true;

  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  if (!Method || !Call.ReceiverClass)
    return false;
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(Method)) {
    const CXXConstructorDecl *Inherited =
        Ctor->isInheritingConstructor()
            ? Ctor->getInheritedConstructor().getConstructor()
            : nullptr;
    return Inherited && Name.matchesScope(Inherited->getDeclContext());
  }
  return anyClassOrBase(*Call.ReceiverClass, [&](const CXXRecordDecl &Class) {
    // Destroying an object destroys its bases, each of which has its own name.
    return Name.matchesScope(&Class) &&
           (isa<CXXDestructorDecl>(Method) || isMemberOf(*Method, Class));
  });
}

bool satisfiesRest(const NameRule &Rule, const CallSite &Call) {
  if (Rule.Returns &&
      !isClassNamed(Call.Callee->getReturnType(), *Rule.Returns))
    return false;
  if (Rule.FirstParameter &&
      (Call.Callee->getNumParams() == 0 ||
       !isClassNamed(Call.Callee->getParamDecl(0)->getType(),
                     *Rule.FirstParameter)))
    return false;
  if (!Rule.ReceiverDerives)
    return true;
  return Call.ReceiverClass &&
         anyClassOrBase(*Call.ReceiverClass, [&](const CXXRecordDecl &Class) {
           return Rule.ReceiverDerives->matches(Class);
         });
}

} // namespace

bool anyClassOrBase(const CXXRecordDecl &Class,
                    llvm::function_ref<bool(const CXXRecordDecl &)> Visit) {
  // A template's pattern may be its own base: priority_tag<N> : priority_tag<N
  // - 1>.
  llvm::SmallPtrSet<const CXXRecordDecl *, 8> Seen;
  llvm::SmallVector<const CXXRecordDecl *, 8> Pending = {&Class};
  while (!Pending.empty()) {
    const CXXRecordDecl *Next = Pending.pop_back_val();
    if (!Seen.insert(Next->getCanonicalDecl()).second)
      continue;
    if (Visit(*Next))
      return true;
    const CXXRecordDecl *Definition = definitionOf(*Next);
    if (!Definition)
      continue;
    for (const CXXBaseSpecifier &Base : Definition->bases())
      if (const CXXRecordDecl *BaseClass = baseClass(Base.getType()))
        Pending.push_back(BaseClass);
  }
  return false;
}

void NameIndex::add(NameRule Rule) {
  if (Rule.ReceiverDerives && Rule.Name.isUnqualified())
    Rule.Name.matchAnyScope();
  if (Rule.Name.isWildcard()) {
    StringRef Parent = Rule.Name.parent();
    if (!Parent.empty() && !Parent.contains('*'))
      ByParent[Parent].push_back(std::move(Rule));
    else if (Rule.Name.isUnqualified())
      Global.push_back(std::move(Rule));
    else
      Unscoped.push_back(std::move(Rule));
    return;
  }
  if (StringRef Last = Rule.Name.last(); isOperatorName(Last)) {
    StringRef Spelling = Last.substr(StringRef("operator").size()).trim();
    for (unsigned Kind = OO_None + 1; Kind != NUM_OVERLOADED_OPERATORS; ++Kind)
      if (Spelling ==
          getOperatorSpelling(static_cast<OverloadedOperatorKind>(Kind)))
        ByOperator[Kind].push_back(Rule);
    return;
  }
  ByName[Rule.Name.last()].push_back(std::move(Rule));
}

bool NameIndex::visit(const Rules &Candidates, StringRef Identifier,
                      const CallSite &Call,
                      llvm::function_ref<bool(const void *)> Visit) const {
  return llvm::any_of(Candidates, [&](const NameRule &Rule) {
    // The map's key already is the last component of an exact name.
    if (Rule.Name.isWildcard() &&
        (!Rule.Name.matchesLast(Identifier) ||
         llvm::any_of(Rule.Except, [&](StringRef Except) {
           return matchesGlob(lastComponent(Except), Identifier);
         })))
      return false;
    return matchesScopeOf(Rule, Call) && satisfiesRest(Rule, Call) &&
           Visit(Rule.Entry);
  });
}

bool NameIndex::find(const CallSite &Call,
                     llvm::function_ref<bool(const void *)> Visit) const {
  const FunctionDecl &Callee = *Call.Callee;
  auto FindName = [&](StringRef Name) {
    auto It = ByName.find(Name);
    return It != ByName.end() && visit(It->second, Name, Call, Visit);
  };

  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(&Callee)) {
    // A copied or moved handle is no new one.
    const IdentifierInfo *II = Ctor->getParent()->getIdentifier();
    return II && !Ctor->isCopyOrMoveConstructor() && FindName(II->getName());
  }
  if (const auto *Dtor = dyn_cast<CXXDestructorDecl>(&Callee)) {
    return anyClassOrBase(*Dtor->getParent(), [&](const CXXRecordDecl &Class) {
      const IdentifierInfo *II = Class.getIdentifier();
      SmallString<64> Name("~");
      return II && FindName((Name += II->getName()));
    });
  }
  if (OverloadedOperatorKind Kind = Callee.getOverloadedOperator()) {
    if (Kind == OO_Call) {
      if (const VarDecl *Object = Call.FunctionObject) {
        auto It = ByName.find(Object->getName());
        if (It != ByName.end() &&
            llvm::any_of(It->second, [&](const NameRule &Rule) {
              return Rule.Name.matches(*Object) && Visit(Rule.Entry);
            }))
          return true;
      }
      const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
      const IdentifierInfo *II =
          Method ? Method->getParent()->getIdentifier() : nullptr;
      auto It = II ? ByName.find(II->getName()) : ByName.end();
      if (It != ByName.end() &&
          llvm::any_of(It->second, [&](const NameRule &Rule) {
            return Rule.Name.matches(*Method->getParent()) && Visit(Rule.Entry);
          }))
        return true;
    }
    return visit(ByOperator[Kind], "", Call, Visit);
  }
  const IdentifierInfo *II = Callee.getIdentifier();
  return II && (FindName(II->getName()) || findWildcard(Call, Visit));
}

bool NameIndex::findWildcard(
    const CallSite &Call, llvm::function_ref<bool(const void *)> Visit) const {
  const FunctionDecl &Callee = *Call.Callee;
  StringRef Name = Callee.getName();
  auto FindParent = [&](const NamedDecl &Parent) {
    const IdentifierInfo *II = Parent.getIdentifier();
    auto It = II ? ByParent.find(II->getName()) : ByParent.end();
    return It != ByParent.end() && visit(It->second, Name, Call, Visit);
  };

  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  if (!Method) {
    const DeclContext *DC = skipUnspelledContexts(Callee.getDeclContext());
    if (DC->isTranslationUnit() && visit(Global, Name, Call, Visit))
      return true;
    for (bool IsInline = true; IsInline && isa<NamespaceDecl>(DC);
         DC = skipUnspelledContexts(DC->getParent())) {
      if (FindParent(*cast<NamespaceDecl>(DC)))
        return true;
      IsInline = DC->isInlineNamespace();
    }
  } else {
    const CXXRecordDecl &Class =
        Call.ReceiverClass ? *Call.ReceiverClass : *Method->getParent();
    if (anyClassOrBase(Class, FindParent))
      return true;
  }
  return visit(Unscoped, Name, Call, Visit);
}

} // namespace cotidy
