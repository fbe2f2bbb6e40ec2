#include "driver/FindingCollector.h"
#include "checks/Finding.h"
#include "driver/CompileDatabase.h"
#include "driver/Project.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/DiagnosticRenderer.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/Core/Replacement.h"
#include "llvm/ADT/StringSet.h"

using clang::CharSourceRange;
using clang::DiagnosticsEngine;
using clang::FullSourceLoc;
using clang::SourceLocation;
using clang::SourceManager;
namespace tidy = clang::tidy;

namespace cotidy::driver {
namespace {

/// The line at \p Offset of \p Text, and where it begins.
std::pair<llvm::StringRef, size_t> lineAt(llvm::StringRef Text, size_t Offset) {
  size_t Begin = Text.substr(0, Offset).rfind('\n');
  Begin = Begin == llvm::StringRef::npos ? 0 : Begin + 1;
  llvm::StringRef Line = Text.substr(Begin);
  return {Line.substr(0, Line.find_first_of("\r\n")), Begin};
}

/// Reads positions and texts through a SourceManager.
class PlaceReader {
public:
  PlaceReader(const SourceManager &SM, const clang::LangOptions &LangOpts,
              const Project &P)
      : SM(SM), LangOpts(LangOpts), P(P) {}

  std::string fileName(clang::FileID File) const {
    auto Entry = SM.getFileEntryRefForID(File);
    if (!Entry)
      return "";
    llvm::SmallString<256> Name(Entry->getName());
    SM.getFileManager().makeAbsolutePath(Name);
    return P.display(absolutePath(Name));
  }

  Position position(clang::FileID File, unsigned Offset) const {
    llvm::StringRef Text = SM.getBufferData(File);
    auto [Line, Begin] = lineAt(Text, Offset);
    return {SM.getLineNumber(File, Offset), unsigned(Offset - Begin) + 1,
            utf16Column(Line, Offset - Begin)};
  }

  /// The place of \p Loc, with the first of \p Ranges that holds it, else its
  /// token.
  Place place(SourceLocation Loc,
              llvm::ArrayRef<CharSourceRange> Ranges) const {
    auto [File, Offset] = SM.getDecomposedLoc(Loc);
    unsigned Begin = Offset;
    unsigned End = Offset + clang::Lexer::MeasureTokenLength(Loc, SM, LangOpts);
    for (const CharSourceRange &R : Ranges)
      if (auto Offsets = offsets(R, File);
          Offsets && Offsets->first <= Offset && Offset < Offsets->second) {
        std::tie(Begin, End) = *Offsets;
        break;
      }
    Place Result;
    Result.File = fileName(File);
    Result.Point = position(File, Offset);
    Result.Begin = position(File, Begin);
    Result.End = position(File, End);
    Result.SourceLine = lineAt(SM.getBufferData(File), Offset).first.str();
    return Result;
  }

  std::optional<Edit> edit(const clang::FixItHint &Hint) const {
    CharSourceRange R = Hint.RemoveRange;
    if (R.isInvalid() || R.getBegin().isMacroID() || R.getEnd().isMacroID())
      return std::nullopt;
    clang::FileID File = SM.getFileID(R.getBegin());
    auto Offsets = offsets(R, File);
    if (!Offsets)
      return std::nullopt;
    // A hint may insert a copy of other code instead of a text.
    std::string Text = Hint.CodeToInsert;
    if (Hint.InsertFromRange.isValid())
      Text = clang::Lexer::getSourceText(Hint.InsertFromRange, SM, LangOpts);
    return Edit{fileName(File),
                Offsets->first,
                Offsets->second - Offsets->first,
                Text,
                position(File, Offsets->first),
                position(File, Offsets->second)};
  }

private:
  /// The bytes of \p R in \p File; empty where it does not lie in it.
  std::optional<std::pair<unsigned, unsigned>>
  offsets(const CharSourceRange &R, clang::FileID File) const {
    if (R.isInvalid())
      return std::nullopt;
    auto [BeginFile, Begin] = SM.getDecomposedLoc(SM.getFileLoc(R.getBegin()));
    SourceLocation Last = SM.getFileLoc(R.getEnd());
    auto [EndFile, End] = SM.getDecomposedLoc(Last);
    if (BeginFile != File || EndFile != File)
      return std::nullopt;
    if (R.isTokenRange())
      End += clang::Lexer::MeasureTokenLength(Last, SM, LangOpts);
    if (End < Begin)
      return std::nullopt;
    return std::pair(Begin, End);
  }

  const SourceManager &SM;
  const clang::LangOptions &LangOpts;
  const Project &P;
};

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
  if (DiagLevel < DiagnosticsEngine::Error || !ParseError.empty() ||
      Info.getDiags()->getDiagnosticIDs()->isWarningOrExtension(Info.getID()))
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
}

std::vector<Result> FindingCollector::takeResults() {
  llvm::StringSet<> Accepted;
  for (const tidy::ClangTidyError &E : take())
    Accepted.insert(E.DiagnosticName + '\0' + E.Message.FilePath + ":" +
                    std::to_string(E.Message.FileOffset) + '\0' +
                    E.Message.Message);
  std::vector<Result> Results;
  for (Candidate &C : Candidates)
    if (C.R.Suppressed || Accepted.contains(C.ErrorKey))
      Results.push_back(std::move(C.R));
  Candidates.clear();
  return Results;
}

} // namespace cotidy::driver
