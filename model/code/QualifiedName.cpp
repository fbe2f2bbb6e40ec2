#include "model/code/QualifiedName.h"
#include "model/catalogue/NamePattern.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/CharInfo.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace cotidy {
namespace {

/// The name of \p D without its scope.
std::string unqualifiedName(const NamedDecl &D) {
  if (const IdentifierInfo *II = D.getIdentifier())
    return II->getName().str();
  // The name of a constructor or destructor of a template is a type with
  // template arguments; only the class's identifier is wanted.
  if (isa<CXXConstructorDecl>(D))
    return unqualifiedName(*cast<CXXConstructorDecl>(D).getParent());
  if (isa<CXXDestructorDecl>(D))
    return unqualifiedName(*cast<CXXDestructorDecl>(D).getParent())
        .insert(0, "~");
  if (const auto *RD = dyn_cast<CXXRecordDecl>(&D); RD && RD->isLambda())
    return "(lambda)";
  if (isa<TagDecl>(D))
    return "(unnamed)";
  return D.getDeclName().getAsString();
}

bool isLambdaCallOperator(const NamedDecl &D) {
  const auto *MD = dyn_cast<CXXMethodDecl>(&D);
  return MD && MD->getParent()->isLambda() &&
         MD->getOverloadedOperator() == OO_Call;
}

} // namespace

std::string qualifiedName(const NamedDecl &D) {
  // A lambda's call operator goes by the lambda's name.
  const NamedDecl *Start = &D;
  if (isLambdaCallOperator(D))
    Start = cast<CXXMethodDecl>(D).getParent();

  llvm::SmallVector<std::string, 6> Reversed;
  Reversed.push_back(unqualifiedName(*Start));
  const DeclContext *DC = skipUnspelledContexts(Start->getDeclContext());
  while (DC && !DC->isTranslationUnit()) {
    const auto *ND = dyn_cast<NamedDecl>(DC);
    const auto *ED = dyn_cast<EnumDecl>(DC);
    if (ND && !DC->isInlineNamespace() && !isLambdaCallOperator(*ND) &&
        !(ED && !ED->isScoped()))
      Reversed.push_back(unqualifiedName(*ND));
    DC = skipUnspelledContexts(DC->getParent());
  }
  return llvm::join(llvm::reverse(Reversed), "::");
}

bool isOperatorName(StringRef Name) {
  return Name.consume_front("operator") &&
         (Name.empty() || !isAsciiIdentifierContinue(Name.front()));
}

StringRef lastComponent(StringRef QualifiedName) {
  // The type a conversion operator converts to may hold `::` itself.
  StringRef Rest = QualifiedName;
  while (!isOperatorName(Rest)) {
    size_t Colons = Rest.find("::");
    if (Colons == StringRef::npos)
      break;
    Rest = Rest.substr(Colons + 2);
  }
  return Rest;
}

} // namespace cotidy
