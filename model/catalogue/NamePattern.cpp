#include "model/catalogue/NamePattern.h"
#include "model/code/QualifiedName.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace cotidy {

const DeclContext *skipUnspelledContexts(const DeclContext *DC) {
  while (DC) {
    const auto *NS = dyn_cast<NamespaceDecl>(DC);
    if (!(NS && NS->isAnonymousNamespace()) &&
        !isa<LinkageSpecDecl, ExportDecl>(DC))
      break;
    DC = DC->getParent();
  }
  return DC;
}

bool matchesGlob(StringRef Pattern, StringRef Text) {
  auto [Head, Rest] = Pattern.split('*');
  if (Head.size() == Pattern.size())
    return Pattern == Text;
  if (!Text.consume_front(Head))
    return false;
  while (true) {
    auto [Middle, Tail] = Rest.split('*');
    if (Middle.size() == Rest.size())
      return Text.ends_with(Middle);
    size_t At = Text.find(Middle);
    if (At == StringRef::npos)
      return false;
    Text = Text.drop_front(At + Middle.size());
    Rest = Tail;
  }
}

NamePattern::NamePattern(StringRef Name) : Text(Name) {
  StringRef Last = lastComponent(Name);
  StringRef Scope = Name.drop_back(Last.size());
  auto Add = [&](StringRef Part) {
    Component C;
    C.Text = Part.str();
    C.IsGlob = Part.contains('*') && !isOperatorName(Part);
    AnyScope |= C.IsGlob && Components.empty() && Part.starts_with("*");
    Components.push_back(std::move(C));
  };
  while (!Scope.empty()) {
    auto [Head, Tail] = Scope.split("::");
    Add(Head);
    Scope = Tail;
  }
  Add(Last);
}

StringRef NamePattern::parent() const {
  return Components.size() > 1 ? StringRef(Components.rbegin()[1].Text)
                               : StringRef();
}

bool NamePattern::matchesContexts(const DeclContext *DC, size_t Count) const {
  for (size_t I = Count; I-- > 0;) {
    for (;;) {
      DC = skipUnspelledContexts(DC);
      if (!DC || DC->isTranslationUnit())
        return false;
      const auto *ND = dyn_cast<NamedDecl>(DC);
      const IdentifierInfo *II = ND ? ND->getIdentifier() : nullptr;
      bool Matches = II && Components[I].matches(II->getName());
      if (!Matches && !DC->isInlineNamespace())
        return false;
      DC = DC->getParent();
      if (Matches)
        break;
    }
  }
  if (AnyScope)
    return true;
  DC = skipUnspelledContexts(DC);
  while (DC && DC->isInlineNamespace())
    DC = skipUnspelledContexts(DC->getParent());
  return DC && DC->isTranslationUnit();
}

bool NamePattern::matches(const NamedDecl &D) const {
  const IdentifierInfo *II = D.getIdentifier();
  return II && matchesLast(II->getName()) && matchesScope(D.getDeclContext());
}

} // namespace cotidy
