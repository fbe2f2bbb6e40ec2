#include "model/code/OtherBuilds.h"
#include "model/code/NamedPlaces.h"
#include "model/code/RawTokens.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace cotidy {
namespace {

bool suspends(const Token &T) {
  return isRawName(T, "co_await") || isRawName(T, "co_yield");
}

/// Adds to \p Into the macros that \p Text defines, in whatever branch, with an
/// await in them.
void addMacros(StringRef Text, const LangOptions &Options,
               llvm::StringSet<> &Into) {
  if (!Text.contains("co_await") && !Text.contains("co_yield"))
    return;
  enum { Elsewhere, Hash, Define, Inside } At = Elsewhere;
  std::string Name;
  anyRawToken(Text, Options, [&](const Token &T, StringRef) {
    if (T.isAtStartOfLine())
      At = T.is(tok::hash) ? Hash : Elsewhere;
    else if (At == Hash)
      At = isRawName(T, "define") ? Define : Elsewhere;
    else if (At == Define && T.is(tok::raw_identifier)) {
      Name = T.getRawIdentifier().str();
      At = Inside;
    } else if (At == Inside && suspends(T))
      Into.insert(Name);
    return false;
  });
}

} // namespace

bool suspendsInOtherBuilds(const Stmt &Body, const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  const LangOptions &Options = Ctx.getLangOpts();
  llvm::StringSet<> Macros;
  // Not by their names: a file of a precompiled header need not be known by
  // one.
  for (unsigned I = 0; I < SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    if (!Entry.isFile() ||
        SrcMgr::isSystem(Entry.getFile().getFileCharacteristic()))
      continue;
    FileID File =
        SM.getFileID(SourceLocation::getFromRawEncoding(Entry.getOffset()));
    if (auto Text = SM.getBufferDataOrNone(File))
      addMacros(*Text, Options, Macros);
  }
  return anyRawToken(Lexer::getSourceText(CharSourceRange::getTokenRange(
                                              SM.getFileLoc(Body.getBeginLoc()),
                                              SM.getFileLoc(Body.getEndLoc())),
                                          SM, Options),
                     Options, [&](const Token &T, StringRef) {
                       return suspends(T) ||
                              (T.is(tok::raw_identifier) &&
                               Macros.contains(T.getRawIdentifier()));
                     });
}

bool isNamedInOtherBuilds(const ValueDecl &D, ASTContext &Ctx) {
  if (!D.getIdentifier())
    return false;
  NamePlaces Known = placesOfName(D, Ctx);
  const SourceManager &SM = Ctx.getSourceManager();
  llvm::DenseSet<SourceLocation> Written;
  for (const auto *Places : {&Known.Ours, &Known.Others})
    for (SourceLocation Loc : *Places)
      Written.insert(SM.getSpellingLoc(Loc));
  bool Unknown = false;
  forEachIdentifier(Ctx, [&](StringRef Text, SourceLocation Loc) {
    Unknown |= Text == D.getName() && !Written.contains(Loc);
  });
  return Unknown;
}

} // namespace cotidy
