#include "driver/analysis/FindingCollector.h"
#include "checks/Finding.h"
#include "driver/report/PlaceReader.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/DiagnosticRenderer.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/Core/Replacement.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using clang::CharSourceRange;
using clang::DiagnosticsEngine;
using clang::FullSourceLoc;
using clang::SourceLocation;
using clang::SourceManager;
namespace tidy = clang::tidy;

namespace cotidy::driver {
namespace {

/// Makes a Result of a diagnostic and its notes. Locations in macros become
/// those of the expansion, with a note for the macro, as clang renders them.
class ResultRenderer final : public clang::DiagnosticNoteRenderer {
public:
  ResultRenderer(const clang::LangOptions &LangOpts,
                 clang::DiagnosticOptions &Options, const Project &P,
                 llvm::StringRef NameSuffix, Result &R)
      : DiagnosticNoteRenderer(LangOpts, Options), P(P), NameSuffix(NameSuffix),
        R(R) {}

  /// The file and offset as ClangTidyError has them.
  std::string ErrorPlace;
  /// Which of the fixes take away a comment.
  std::set<size_t> LosingComments;

protected:
  void emitDiagnosticMessage(FullSourceLoc Loc, clang::PresumedLoc,
                             DiagnosticsEngine::Level Level,
                             llvm::StringRef Message,
                             llvm::ArrayRef<CharSourceRange> Ranges,
                             clang::DiagOrStoredDiag) override {
    Message.consume_back(NameSuffix);
    std::optional<Place> Where;
    if (Loc.isValid())
      Where = PlaceReader(Loc.getManager(), LangOpts, P).place(Loc, Ranges);
    if (Level == DiagnosticsEngine::Note) {
      R.Notes.push_back({Message.str(), Where});
      return;
    }
    R.Message = Message.str();
    if (Where)
      R.Where = *Where;
    if (Loc.isValid() && !Loc.getManager().getFilename(Loc).empty())
      ErrorPlace = Loc.getManager().getFilename(Loc).str() + ":" +
                   std::to_string(Loc.getManager().getFileOffset(Loc));
  }

  void emitCodeContext(FullSourceLoc Loc, DiagnosticsEngine::Level Level,
                       llvm::SmallVectorImpl<CharSourceRange> &,
                       llvm::ArrayRef<clang::FixItHint> Hints) override {
    if (Hints.empty())
      return;
    ResultFix Fix;
    for (const clang::FixItHint &Hint : Hints) {
      auto E = PlaceReader(Loc.getManager(), LangOpts, P).edit(Hint);
      if (!E)
        return; // all edits or none
      Fix.Edits.push_back(std::move(*E));
    }
    PlaceReader Reader(Loc.getManager(), LangOpts, P);
    if (llvm::any_of(Hints, [&](const clang::FixItHint &Hint) {
          return Reader.losesComment(Hint, Fix);
        }))
      LosingComments.insert(R.Fixes.size());
    // A fix on a note is that note: its text is the fix's title.
    if (Level == DiagnosticsEngine::Note) {
      Fix.Title = R.Notes.back().Message;
      R.Notes.pop_back();
    }
    R.Fixes.push_back(std::move(Fix));
  }

  void emitDiagnosticLoc(FullSourceLoc, clang::PresumedLoc,
                         DiagnosticsEngine::Level,
                         llvm::ArrayRef<CharSourceRange>) override {}
  void emitIncludeLocation(FullSourceLoc, clang::PresumedLoc) override {}
  void emitImportLocation(FullSourceLoc, clang::PresumedLoc,
                          llvm::StringRef) override {}
  void emitBuildingModuleLocation(FullSourceLoc, clang::PresumedLoc,
                                  llvm::StringRef) override {}
  void emitNote(FullSourceLoc Loc, llvm::StringRef Message) override {
    emitDiagnosticMessage(Loc, {}, DiagnosticsEngine::Note, Message, {},
                          static_cast<const clang::Diagnostic *>(nullptr));
  }

private:
  const Project &P;
  llvm::StringRef NameSuffix;
  Result &R;
};

/// Joins what the check said of its fixes with the edits.
void addFixFacts(Result &R, const FindingFacts &Facts) {
  for (ResultFix &Fix : R.Fixes)
    for (const FindingFacts::FixFacts &F : Facts.Fixes)
      if (Fix.Title == F.Title ||
          (Fix.Title.empty() && F.Level == Applicability::Safe)) {
        Fix.Title = F.Title;
        Fix.Level = F.Level;
        break;
      }
}

} // namespace

FindingCollector::FindingCollector(tidy::ClangTidyContext &Context,
                                   const Project &P)
    : ClangTidyDiagnosticConsumer(Context, /*ExternalDiagEngine=*/nullptr,
                                  /*RemoveIncompatibleErrors=*/false),
      Context(Context), TheProject(P) {}

void FindingCollector::HandleDiagnostic(DiagnosticsEngine::Level DiagLevel,
                                        const clang::Diagnostic &Info) {
  if (!clang::DiagnosticIDs::IsCustomDiag(Info.getID()))
    return handleCompilerDiagnostic(DiagLevel, Info);

  unsigned SuppressedBefore = Context.getStats().ErrorsIgnoredNOLINT;
  ClangTidyDiagnosticConsumer::HandleDiagnostic(DiagLevel, Info);
  if (DiagLevel != DiagnosticsEngine::Note)
    LastWasSuppressed =
        Context.getStats().ErrorsIgnoredNOLINT != SuppressedBefore;
  convert(DiagLevel, Info, LastWasSuppressed);
}

void FindingCollector::handleCompilerDiagnostic(
    DiagnosticsEngine::Level DiagLevel, const clang::Diagnostic &Info) {
  // A warning that a pragma makes an error leaves the AST whole.
  if (Info.getDiags()->getDiagnosticIDs()->isWarningOrExtension(Info.getID()) &&
      DiagLevel >= DiagnosticsEngine::Warning)
    return keepWarning(Info);
  if (DiagLevel < DiagnosticsEngine::Error || !ParseError.empty())
    return;
  llvm::SmallString<128> Message;
  Info.FormatDiagnostic(Message);
  // Flags of another compiler do no harm; an unknown language standard does.
  bool FromDriver = Info.getID() >= clang::diag::DIAG_START_DRIVER &&
                    Info.getID() < clang::diag::DIAG_START_FRONTEND;
  if (FromDriver && !llvm::StringRef(Message).contains("-std="))
    return;
  if (Info.getLocation().isValid() && Info.hasSourceManager()) {
    const SourceManager &SM = Info.getSourceManager();
    auto [File, Offset] =
        SM.getDecomposedLoc(SM.getFileLoc(Info.getLocation()));
    PlaceReader Reader(SM, Context.getLangOpts(), TheProject);
    Position At = Reader.position(File, Offset);
    ParseError = Reader.fileName(File) + ":" + std::to_string(At.Line) + ":" +
                 std::to_string(At.Column) + ": ";
  }
  ParseError += Message;
}

void FindingCollector::keepWarning(const clang::Diagnostic &Info) {
  if (!Info.getLocation().isValid() || !Info.hasSourceManager())
    return;
  const SourceManager &SM = Info.getSourceManager();
  clang::FileID File = SM.getFileID(SM.getFileLoc(Info.getLocation()));
  std::string Name =
      PlaceReader(SM, Context.getLangOpts(), TheProject).fileName(File);
  if (File != SM.getMainFileID() &&
      !TheProject.contains(absolutePath(Name, TheProject.root())))
    return;
  llvm::SmallString<128> Message;
  Info.FormatDiagnostic(Message);
  Warnings.push_back({std::move(Name), Message.str().str()});
}

void FindingCollector::convert(DiagnosticsEngine::Level DiagLevel,
                               const clang::Diagnostic &Info, bool Suppressed) {
  bool IsNote = DiagLevel == DiagnosticsEngine::Note;
  if (IsNote && DroppingNotes)
    return;
  llvm::SmallString<128> Message;
  Info.FormatDiagnostic(Message);
  std::string Check;
  if (!IsNote) {
    Check = Context.getCheckName(Info.getID());
    std::string Suffix = " [" + Check + "]";
    DroppingNotes = Check == "clang-tidy-config";
    if (DroppingNotes) {
      llvm::StringRef Text = Message;
      Text.consume_back(Suffix);
      ConfigurationErrors.push_back(Text.str());
      return;
    }
    Candidates.emplace_back();
  }

  Candidate &C = Candidates.back();
  if (!IsNote) {
    C.R.Check = Check;
    C.R.Suppressed = Suppressed;
    if (Suppressed)
      C.Silent = silentPlaces(Info);
    C.R.Level =
        DiagLevel >= DiagnosticsEngine::Error || Context.treatAsError(Check)
            ? Level::Error
        : DiagLevel == DiagnosticsEngine::Warning ? Level::Warning
                                                  : Level::Note;
  }
  std::string Suffix = " [" + C.R.Check + "]";
  ResultRenderer Renderer(Context.getLangOpts(), RenderOptions, TheProject,
                          Suffix, C.R);
  FullSourceLoc Loc;
  if (Info.hasSourceManager())
    Loc = FullSourceLoc(Info.getLocation(), Info.getSourceManager());
  Renderer.emitDiagnostic(Loc, DiagLevel, Message, Info.getRanges(),
                          Info.getFixItHints());
  if (!IsNote) {
    C.ErrorKey = C.R.Check + '\0' + Renderer.ErrorPlace + '\0' + C.R.Message;
    if (auto Facts = FindingFacts::decode(Info.getFlagValue())) {
      C.R.Certainty = Facts->Certainty;
      C.R.Category = Facts->Category;
      C.R.Function = Facts->Function;
      FactsOfLast = std::move(*Facts);
    } else {
      FactsOfLast = {};
    }
  }
  addFixFacts(C.R, FactsOfLast);
  C.LosingComments.merge(Renderer.LosingComments);
  // A reader must agree to the loss.
  for (size_t I : C.LosingComments)
    C.R.Fixes[I].Level = Applicability::Unsafe;
}

/// clang-tidy looks for comments where the code was written, and wherever the
/// macros that it comes from were expanded.
std::vector<SilentPlace>
FindingCollector::silentPlaces(const clang::Diagnostic &Info) const {
  std::vector<SilentPlace> Places;
  if (!Info.hasSourceManager())
    return Places;
  const SourceManager &SM = Info.getSourceManager();
  PlaceReader Reader(SM, Context.getLangOpts(), TheProject);
  for (SourceLocation Loc = Info.getLocation(); Loc.isValid();
       Loc = SM.getImmediateExpansionRange(Loc).getBegin()) {
    auto [File, Offset] = SM.getDecomposedSpellingLoc(Loc);
    Places.push_back(
        {Reader.fileName(File), Reader.position(File, Offset).Line});
    if (!Loc.isMacroID())
      break;
  }
  return Places;
}

std::vector<Result>
FindingCollector::takeResults(llvm::MutableArrayRef<Suppression> Comments) {
  llvm::StringSet<> Accepted;
  for (const tidy::ClangTidyError &E : take())
    Accepted.insert(E.DiagnosticName + '\0' + E.Message.FilePath + ":" +
                    std::to_string(E.Message.FileOffset) + '\0' +
                    E.Message.Message);
  std::vector<Result> Results;
  for (Candidate &C : Candidates)
    for (const SilentPlace &Where : C.Silent)
      if (const Suppression *By = markUsed(Comments, C.R.Check, Where);
          By && C.R.Reason.empty())
        C.R.Reason = By->Reason;
  for (Candidate &C : Candidates)
    if (C.R.Suppressed || Accepted.contains(C.ErrorKey))
      Results.push_back(std::move(C.R));
  Candidates.clear();
  return Results;
}

} // namespace cotidy::driver
