#include "driver/suppressions/CommentLog.h"
#include "checks/CheckInfo.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/GlobList.h"
#include "driver/report/PlaceReader.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {
namespace {

namespace tidy = clang::tidy;

constexpr llvm::StringLiteral OurPrefix = "async-";

/// Whether the line at \p Offset belongs to a preprocessor directive.
bool isInDirective(llvm::StringRef Source, size_t Offset) {
  while (true) {
    auto [Line, Begin] = lineAt(Source, Offset);
    if (Line.ltrim().starts_with("#"))
      return true;
    if (Begin == 0 || !lineAt(Source, Begin - 1).first.rtrim().ends_with("\\"))
      return false;
    Offset = Begin - 1;
  }
}

/// Reads the comments of one file.
class FileReader {
public:
  FileReader(const clang::SourceManager &SM, clang::FileID File,
             const std::vector<CommentRange> &Comments, const Project &P,
             tidy::ClangTidyContext &Context)
      : Reader(SM, Context.getLangOpts(), P), File(File),
        Name(Reader.fileName(File)), Source(SM.getBufferData(File)),
        Comments(Comments), Context(Context) {}

  std::vector<Suppression> read() {
    All = readDirectives(Source);
    std::vector<Suppression> Found;
    for (size_t I = 0; I < All.size(); ++I)
      if (const CommentRange *C = commentOf(All[I]))
        if (auto S = suppression(I, *C))
          Found.push_back(std::move(*S));
    return Found;
  }

private:
  const CommentRange *commentOf(const Directive &D) const {
    size_t At = D.begin(Source);
    const auto *C = llvm::find_if(Comments, [&](const CommentRange &Range) {
      return Range.Begin <= At && At < Range.End;
    });
    return C == Comments.end() ? nullptr : &*C;
  }

  std::optional<Suppression> suppression(size_t I,
                                         const CommentRange &C) const {
    const Directive &D = All[I];
    Suppression S;
    S.Where = place(D.Word);
    S.Comment = D.Word.str();
    S.Checks = D.List.value_or("*").str();
    S.First = S.Last = S.Where.Point.Line;
    if (D.Word == "NOLINTNEXTLINE")
      S.First = ++S.Last;
    else if (D.Word == "NOLINTBEGIN" && D.Partner)
      S.Last = place(All[*D.Partner].Word).Point.Line;
    else if (D.Word != "NOLINT")
      return std::nullopt;
    DirectivePart Part = partOf(All, I, C, Source);
    S.Reason = Part.Reason.str();
    // A comment that talks about such comments is none.
    bool IsProse = Part.AfterProse && Part.AloneOnLine;
    if (!D.List || IsProse || isInDirective(Source, C.Begin))
      return S;
    S.Names = namesIn(*D.List);
    if (S.Names.empty())
      return S;
    S.Lists.push_back(edit(*D.List));
    S.Removal.push_back(removal(Part));
    if (!D.Partner)
      return S;
    const Directive &End = All[*D.Partner];
    S.Lists.push_back(edit(*End.List));
    if (const CommentRange *EndComment = commentOf(End))
      S.Removal.push_back(
          removal(partOf(All, *D.Partner, *EndComment, Source)));
    else
      S.Removal.clear();
    return S;
  }

  std::vector<Suppression::Name> namesIn(llvm::StringRef List) const {
    std::vector<Suppression::Name> Names;
    for (llvm::StringRef Item : llvm::split(List, ',')) {
      llvm::StringRef Check = Item.trim();
      // The rest of the list means something else without an exception.
      if (Check.starts_with("-"))
        return {};
      if (Check.starts_with(OurPrefix))
        Names.push_back({Check.str(), place(Check), ranAll(Check)});
    }
    return Names;
  }

  bool ranAll(llvm::StringRef Check) const {
    tidy::GlobList Named(Check);
    return llvm::all_of(registeredChecks(), [&](const RegisteredCheck &C) {
      return !Named.contains(C.Info.Name) ||
             Context.isCheckEnabled(C.Info.Name);
    });
  }

  Place place(llvm::StringRef Part) const {
    unsigned Offset = Part.data() - Source.data();
    Place P;
    P.File = Name;
    P.Point = P.Begin = Reader.position(File, Offset);
    P.End = Reader.position(File, Offset + Part.size());
    P.SourceLine = lineAt(Source, Offset).first.str();
    return P;
  }

  Edit edit(llvm::StringRef Part) const {
    Place P = place(Part);
    return {Name,
            unsigned(Part.data() - Source.data()),
            unsigned(Part.size()),
            Part.str(),
            P.Begin,
            P.End};
  }

  Edit removal(const DirectivePart &Part) const {
    Edit E = edit(Source.slice(Part.Removal.Begin, Part.Removal.End));
    E.Text.clear();
    return E;
  }

  PlaceReader Reader;
  clang::FileID File;
  std::string Name;
  llvm::StringRef Source;
  llvm::ArrayRef<CommentRange> Comments;
  tidy::ClangTidyContext &Context;
  std::vector<Directive> All;
};

bool isOurs(const clang::SourceManager &SM, clang::FileID File,
            const Project &P) {
  if (File == SM.getMainFileID())
    return true;
  auto Entry = SM.getFileEntryRefForID(File);
  if (!Entry || SM.isInSystemHeader(SM.getLocForStartOfFile(File)))
    return false;
  llvm::SmallString<256> Name(Entry->getName());
  SM.getFileManager().makeAbsolutePath(Name);
  return P.contains(absolutePath(Name));
}

} // namespace

bool CommentLog::HandleComment(clang::Preprocessor &PP,
                               clang::SourceRange Comment) {
  const clang::SourceManager &SM = PP.getSourceManager();
  auto [File, Begin] = SM.getDecomposedLoc(Comment.getBegin());
  size_t End = SM.getFileOffset(Comment.getEnd());
  if (SM.getBufferData(File).slice(Begin, End).contains("NOLINT"))
    Comments[File].push_back({Begin, End});
  return false;
}

std::vector<Suppression>
CommentLog::suppressions(const clang::SourceManager &SM, const Project &P,
                         clang::tidy::ClangTidyContext &Context) {
  std::vector<Suppression> All;
  for (const auto &[File, Ranges] : Comments)
    if (isOurs(SM, File, P))
      llvm::append_range(All, FileReader(SM, File, Ranges, P, Context).read());
  joinSuppressions(All);
  return All;
}

} // namespace cotidy::driver
