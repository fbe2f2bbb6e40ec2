#include "driver/analysis/ProjectScope.h"
#include "model/AsyncModel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/FileManager.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/Pragma.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace cotidy::driver {

bool ProjectDecls::contains(clang::SourceLocation Loc) {
  if (Loc.isInvalid())
    return false;
  clang::FileID File = SM.getFileID(SM.getExpansionLoc(Loc));
  auto [It, New] = Known.try_emplace(File, false);
  if (New)
    It->second = decide(File);
  return It->second;
}

bool ProjectDecls::decide(clang::FileID File) const {
  if (File == SM.getMainFileID())
    return true;
  if (SM.isInSystemHeader(SM.getLocForStartOfFile(File)))
    return false;
  auto Entry = SM.getFileEntryRefForID(File);
  if (!Entry)
    return false;
  llvm::SmallString<256> Name(Entry->getName());
  SM.getFileManager().makeAbsolutePath(Name);
  return P.contains(absolutePath(Name));
}

bool ScopeConsumer::shouldSkipFunctionBody(clang::Decl *D) {
  return !Ours.contains(D->getLocation()) && !bodyTellsLaziness(*D);
}

void ScopeConsumer::HandleTranslationUnit(clang::ASTContext &Context) {
  std::vector<clang::Decl *> Scope;
  // Those of a precompiled header are not loaded: none is the project's.
  for (clang::Decl *D : Context.getTranslationUnitDecl()->noload_decls())
    if (Ours.contains(D->getLocation()))
      Scope.push_back(D);
  Context.setTraversalScope(Scope);
}

void ignoreWarningPragmas(clang::Preprocessor &PP) {
  for (llvm::StringRef Namespace : {"GCC", "clang"}) {
    auto Ignore = std::make_unique<clang::EmptyPragmaHandler>("diagnostic");
    // Removes the handler of that name, whichever it is, and disowns it.
    PP.RemovePragmaHandler(Namespace, Ignore.get());
    PP.AddPragmaHandler(Namespace, Ignore.release());
  }
}

std::set<std::string> realNames(const AllDependencies &Seen,
                                llvm::StringRef Folder) {
  std::set<std::string> Names;
  for (llvm::StringRef Name : Seen.getDependencies()) {
    // Ninja takes away `..` whatever stands before, which may be a link.
    llvm::SmallString<256> Absolute(Name), Real;
    llvm::sys::path::make_absolute(Folder, Absolute);
    if (!llvm::sys::fs::real_path(Absolute, Real))
      Names.insert(Real.str().str());
  }
  return Names;
}

std::vector<std::string> projectFiles(const Project &P,
                                      clang::Preprocessor &PP) {
  const clang::SourceManager &SM = PP.getSourceManager();
  clang::HeaderSearch &Headers = PP.getHeaderSearchInfo();
  std::vector<std::string> Files;
  for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It) {
    clang::FileEntryRef File = It->first;
    if (clang::SrcMgr::isSystem(Headers.getFileDirFlavor(File)))
      continue;
    llvm::SmallString<256> Name(File.getName());
    SM.getFileManager().makeAbsolutePath(Name);
    std::string Absolute = absolutePath(Name);
    if (P.contains(Absolute))
      Files.push_back(P.display(Absolute));
  }
  llvm::sort(Files);
  return Files;
}

} // namespace cotidy::driver
