#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace cotidy {

AsyncCheck::AsyncCheck(StringRef Name, tidy::ClangTidyContext *Context,
                       std::shared_ptr<ModelCache> Models)
    : ClangTidyCheck(Name, Context), Models(std::move(Models)),
      Reader(*Context, Name),
      StrictMode(*this, "StrictMode", false,
                 "Also report what only a strict reading calls a mistake.",
                 OptionScope::Global),
      Catalogs(*this, "Catalogs", "",
               "The project's own catalogue files, separated by ';'. A "
               "relative path is looked up from the working directory.",
               OptionScope::Global) {}

AsyncCheck::~AsyncCheck() = default;

std::vector<OptionInfo> AsyncCheck::options() const {
  std::vector<OptionInfo> Infos;
  for (const OptionBase *Declared : DeclaredOptions)
    Infos.push_back(Declared->info());
  return Infos;
}

void AsyncCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Map) {
  for (const OptionBase *Declared : DeclaredOptions)
    Declared->store(Map);
}

void AsyncCheck::registerMatchers(MatchFinder *Finder) {
  // The first declaration of the traversal brings the ASTContext; the model
  // does its own walk. translationUnitDecl() would not do: it is not visited
  // where a traversal scope is set.
  Finder->addMatcher(decl().bind("any"), this);
}

void AsyncCheck::check(const MatchFinder::MatchResult &Result) {
  if (std::exchange(Analysed, true))
    return;
  std::string Error;
  const AsyncModel &Model = Models->get(*Result.Context, Catalogs.get(), Error);
  if (!Error.empty())
    configurationDiag("%0") << Error;
  analyse(Model);
}

void AsyncCheck::onStartOfTranslationUnit() {
  Analysed = false;
  Reported.clear();
}

void AsyncCheck::onEndOfTranslationUnit() { Models->clear(); }

namespace {

/// A fix may be offered only if the source shows each place it edits, and it is
/// not safe if it removes a comment.
std::optional<Fix> presentable(const Fix &Planned, const SourceManager &SM,
                               const LangOptions &LangOpts) {
  Fix Result = Planned;
  for (const FixItHint &Edit : Planned.Edits) {
    if (Edit.RemoveRange.getBegin().isMacroID() ||
        Edit.RemoveRange.getEnd().isMacroID())
      return std::nullopt;
    StringRef Removed = Lexer::getSourceText(Edit.RemoveRange, SM, LangOpts);
    if (Removed.contains("//") || Removed.contains("/*"))
      Result.Level = Applicability::Unsafe;
  }
  return Result;
}

} // namespace

void AsyncCheck::report(const AsyncModel &Model, const Finding &F) {
  const SourceManager &SM = Model.context().getSourceManager();
  const LangOptions &LangOpts = Model.context().getLangOpts();
  SourceLocation Loc = SM.getFileLoc(F.Loc);
  if (Loc.isInvalid() || SM.isInSystemHeader(Loc) ||
      !Reported.insert(Loc).second)
    return;

  std::vector<Fix> Fixes;
  for (const Fix &Planned : F.Fixes)
    if (std::optional<Fix> Shown = presentable(Planned, SM, LangOpts))
      Fixes.push_back(std::move(*Shown));
  const auto OnWarning = llvm::find_if(Fixes, [](const Fix &Candidate) {
    return Candidate.Level == Applicability::Safe;
  });

  FindingFacts Facts{F.Certainty, F.Category, F.Function, {}};
  for (const Fix &Shown : Fixes)
    Facts.Fixes.push_back({Shown.Title, Shown.Level});

  {
    auto Diagnostic = diag(Loc, "%0") << F.Message;
    Diagnostic.addFlagValue(Facts.encode());
    CharSourceRange Range = Lexer::makeFileCharRange(
        CharSourceRange::getTokenRange(F.Range), SM, LangOpts);
    if (Range.isValid())
      Diagnostic << Range;
    if (OnWarning != Fixes.end())
      for (const FixItHint &Edit : OnWarning->Edits)
        Diagnostic << Edit;
  }
  for (const FindingNote &Note : F.Notes)
    if (Note.Loc.isValid())
      diag(SM.getFileLoc(Note.Loc), "%0", DiagnosticIDs::Note) << Note.Message;
  for (const Fix &Shown : Fixes) {
    if (OnWarning != Fixes.end() && &Shown == &*OnWarning)
      continue;
    auto Diagnostic = diag(Loc, "%0", DiagnosticIDs::Note) << Shown.Title;
    for (const FixItHint &Edit : Shown.Edits)
      Diagnostic << Edit;
  }
}

} // namespace cotidy
