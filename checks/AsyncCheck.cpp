#include "checks/AsyncCheck.h"
#include "checks/AnalysisGuard.h"
#include "fixits/TextParts.h"
#include "model/AsyncModel.h"
#include "model/TimeLedger.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"

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
               OptionScope::Global),
      FixTargets(*this, "FixTargets", "",
                 "What fixes rewrite code to, separated by ';': names of packs "
                 "of the kind 'fixes'. Without it every target whose headers "
                 "can be included serves, 'corun' before others.",
                 OptionScope::Global),
      SharedHeaders(*this, "SharedHeaders", true,
                    "An '#include' that several fixes of a file need is part "
                    "of the first one only: clang-tidy applies them together. "
                    "Editors that offer them one by one want 'false'.",
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

std::function<bool(StringRef)> headersOf(Preprocessor &PP) {
  return [&PP](StringRef Header) {
    ConstSearchDirIterator Folder = nullptr;
    return PP.getHeaderSearchInfo()
        .LookupFile(Header, SourceLocation(), /*isAngled=*/true,
                    /*FromDir=*/nullptr, &Folder, /*Includers=*/{}, nullptr,
                    nullptr, nullptr, nullptr, nullptr, nullptr)
        .has_value();
  };
}

void AsyncCheck::registerPPCallbacks(const SourceManager &, Preprocessor *PP,
                                     Preprocessor *) {
  Models->setHeaders(headersOf(*PP));
}

void AsyncCheck::registerMatchers(MatchFinder *Finder) {
  // The first declaration of the traversal brings the ASTContext; the model
  // does its own walk. translationUnitDecl() would not do: it is not visited
  // where a traversal scope is set.
  Finder->addMatcher(decl().bind("any"), this);
}

/// Set before there are threads.
static AnalysisGuard Guard = nullptr;

void setAnalysisGuard(AnalysisGuard NewGuard) { Guard = NewGuard; }

namespace {

std::string mainFileName(const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getMainFileID());
  return File ? File->getName().str() : std::string();
}

enum class Ending { Done, Crashed, NotRun };

Ending runGuarded(StringRef Name, llvm::function_ref<void()> Analysis) {
  if (!Guard) {
    Analysis();
    return Ending::Done;
  }
  bool Began = false;
  if (Guard(Name, [&] {
        Began = true;
        Analysis();
      }))
    return Ending::Done;
  return Began ? Ending::Crashed : Ending::NotRun;
}

} // namespace

void AsyncCheck::check(const MatchFinder::MatchResult &Result) {
  if (std::exchange(Analysed, true) || Models->Hopeless)
    return;
  ChargeTime Mine(getID());
  // The model's crashes are this file's and not those of the check that comes
  // first: neither the check nor other files suffer from them.
  const AsyncModel *Model = nullptr;
  std::string Error;
  auto Read = [&] {
    Model =
        &Models->get(*Result.Context, Catalogs.get(), Error, FixTargets.get());
  };
  Ending Reading =
      runGuarded("the model of '" + mainFileName(*Result.Context) + "'", Read);
  if (Reading != Ending::Done) {
    Models->abandon();
    Models->Hopeless = true;
    return reportProblem(
        *Result.Context,
        Reading == Ending::Crashed
            ? "no check can read this file: their model of it crashed; please "
              "report it with the file"
            : "no check reads this file any more: their model of it crashed "
              "too often");
  }
  if (!Error.empty())
    reportProblem(*Result.Context, Error);
  Ending Analysing = runGuarded(getID(), [&] { analyse(*Model); });
  if (Analysing == Ending::Done)
    return;
  std::string Name = "'" + getID().str() + "'";
  if (Analysing == Ending::NotRun)
    return reportProblem(*Result.Context,
                         Name + " crashed too often and is not run any more");
  Models->abandon();
  reportProblem(*Result.Context,
                Name + " crashed on this file; please report it with the file");
}

void AsyncCheck::reportProblem(const ASTContext &Context, StringRef Text) {
  const SourceManager &SM = Context.getSourceManager();
  if (areDiagsSelfContained())
    diag(SM.getLocForStartOfFile(SM.getMainFileID()), "%0") << Text;
  else
    configurationDiag("%0") << Text;
}

void AsyncCheck::onStartOfTranslationUnit() {
  Analysed = false;
  Reported.clear();
}

void AsyncCheck::onEndOfTranslationUnit() { Models->clear(); }

namespace {

/// A fix may be offered only if the source shows each place it edits, and no
/// comment goes with it.
bool isPresentable(const Fix &Planned, const ASTContext &Ctx) {
  return llvm::none_of(Planned.Edits,
                       [](const FixItHint &Edit) {
                         return isFromMacro(Edit.RemoveRange.getAsRange());
                       }) &&
         !removesComment(Planned, Ctx);
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
    if (isPresentable(Planned, Model.context()))
      Fixes.push_back(Planned);
  // An editor shows the title of a fix only where the fix stands on a note.
  const auto OnWarning = areDiagsSelfContained()
                             ? Fixes.end()
                             : llvm::find_if(Fixes, [](const Fix &Candidate) {
                                 return Candidate.Level == Applicability::Safe;
                               });

  // A fix that is taken by itself needs all of its headers; of fixes that are
  // taken together, the safe ones or all, the first brings them.
  auto ThereByThen = [&](const Fix &Shown) {
    return [&, Level = Shown.Level](const NeededHeader &Header) {
      if (!SharedHeaders.get() || areDiagsSelfContained())
        return false;
      std::string Key = SM.getFilename(Header.Where).str() + '\n' + Header.Name;
      bool Safely = Models->addedSafely().contains(Key);
      bool There = Level == Applicability::Safe
                       ? Safely
                       : Safely || Models->added().contains(Key);
      (Level == Applicability::Safe ? Models->addedSafely() : Models->added())
          .insert(Key);
      return There;
    };
  };

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
      for (const FixItHint &Edit : editsOf(*OnWarning, ThereByThen(*OnWarning)))
        Diagnostic << Edit;
  }
  for (const FindingNote &Note : F.Notes)
    if (Note.Loc.isValid())
      diag(SM.getFileLoc(Note.Loc), "%0", DiagnosticIDs::Note) << Note.Message;
  for (const Fix &Shown : Fixes) {
    if (OnWarning != Fixes.end() && &Shown == &*OnWarning)
      continue;
    auto Diagnostic = diag(Loc, "%0", DiagnosticIDs::Note) << Shown.Title;
    for (const FixItHint &Edit : editsOf(Shown, ThereByThen(Shown)))
      Diagnostic << Edit;
  }
}

} // namespace cotidy
