//===--- NamePattern.h - a catalogue name, ready for matching ---*- C++ -*-===//
//
// Splits a catalogue name once, so that a match compares identifiers along a
// declaration's contexts and builds no strings.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CATALOGUE_NAMEPATTERN_H
#define COTIDY_MODEL_CATALOGUE_NAMEPATTERN_H

#include "clang/AST/DeclBase.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace cotidy {

/// Steps outwards from \p DC over the contexts that catalogue names leave out
/// (unnamed namespaces, linkage specifications, export declarations), but not
/// over inline namespaces, which a name may or may not spell.
const clang::DeclContext *skipUnspelledContexts(const clang::DeclContext *DC);

/// Whether \p Text is \p Pattern with each `*` replaced by some characters.
bool matchesGlob(llvm::StringRef Pattern, llvm::StringRef Text);

class NamePattern {
public:
  /// \p Name is qualified, components joined by `::`. A component may hold `*`
  /// for any characters; a first component that starts with `*` also stands for
  /// any enclosing scope. `operator*` is no wildcard.
  explicit NamePattern(llvm::StringRef Name);

  llvm::StringRef text() const { return Text; }

  /// The last component: `exists` of `std::filesystem::exists`.
  llvm::StringRef last() const { return Components.back().Text; }

  /// The component before the last, or empty: `Redis` of
  /// `sw::redis::Redis::*`.
  llvm::StringRef parent() const;

  /// Whether the last component holds a `*`.
  bool isWildcard() const { return Components.back().IsGlob; }

  /// A name without scope: a C function's.
  bool isUnqualified() const { return Components.size() == 1 && !AnyScope; }

  /// Makes a name of one component match in every scope.
  void matchAnyScope() { AnyScope = true; }

  /// Whether the last component matches \p Identifier.
  bool matchesLast(llvm::StringRef Identifier) const {
    return Components.back().matches(Identifier);
  }

  /// Whether the components before the last name the context \p DC. Inline
  /// namespaces match whether the name spells them or not.
  bool matchesScope(const clang::DeclContext *DC) const {
    return matchesContexts(DC, Components.size() - 1);
  }

  /// Whether the pattern names \p D, which must have an identifier.
  bool matches(const clang::NamedDecl &D) const;

private:
  struct Component {
    std::string Text;
    bool IsGlob = false;
    bool matches(llvm::StringRef Identifier) const {
      return IsGlob ? matchesGlob(Text, Identifier) : Identifier == Text;
    }
  };

  bool matchesContexts(const clang::DeclContext *DC, size_t Count) const;

  std::string Text;
  llvm::SmallVector<Component, 4> Components; ///< outermost first
  bool AnyScope = false;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CATALOGUE_NAMEPATTERN_H
