#include "driver/report/PlaceReader.h"
#include "driver/settings/CompileDatabase.h"
#include "driver/settings/Project.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"

using clang::CharSourceRange;
using clang::SourceLocation;

namespace cotidy::driver {
namespace {

constexpr llvm::StringLiteral ByteOrderMark = "\xEF\xBB\xBF";

bool endsLinesWithReturn(llvm::StringRef Source) {
  size_t End = Source.find('\n');
  return End != llvm::StringRef::npos && End > 0 && Source[End - 1] == '\r';
}

std::string withoutReturns(std::string Text) {
  llvm::erase(Text, '\r');
  return Text;
}

} // namespace

std::pair<llvm::StringRef, size_t> lineAt(llvm::StringRef Text, size_t Offset) {
  size_t Begin = Text.substr(0, Offset).rfind('\n');
  Begin = Begin == llvm::StringRef::npos ? 0 : Begin + 1;
  llvm::StringRef Line = Text.substr(Begin);
  return {Line.substr(0, Line.find_first_of("\r\n")), Begin};
}

std::string PlaceReader::fileName(clang::FileID File) const {
  auto Entry = SM.getFileEntryRefForID(File);
  if (!Entry)
    return "";
  llvm::SmallString<256> Name(Entry->getName());
  SM.getFileManager().makeAbsolutePath(Name);
  return P.display(absolutePath(Name));
}

Position PlaceReader::position(clang::FileID File, unsigned Offset) const {
  llvm::StringRef Text = SM.getBufferData(File);
  auto [Line, Begin] = lineAt(Text, Offset);
  return {SM.getLineNumber(File, Offset), unsigned(Offset - Begin) + 1,
          utf16Column(Line, Offset - Begin)};
}

Place PlaceReader::place(SourceLocation Loc,
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

std::optional<Edit> PlaceReader::edit(const clang::FixItHint &Hint) const {
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
  llvm::StringRef Source = SM.getBufferData(File);
  // Nothing may stand before the mark of UTF-8.
  if (Source.starts_with(ByteOrderMark) && Offsets->second == 0)
    Offsets->first = Offsets->second = ByteOrderMark.size();
  if (endsLinesWithReturn(Source))
    Text = llvm::join(llvm::split(withoutReturns(Text), '\n'), "\r\n");
  return Edit{fileName(File),
              Offsets->first,
              Offsets->second - Offsets->first,
              Text,
              position(File, Offsets->first),
              position(File, Offsets->second)};
}

bool PlaceReader::losesComment(const clang::FixItHint &Hint,
                               const ResultFix &Fix) const {
  clang::FileID File = SM.getFileID(Hint.RemoveRange.getBegin());
  auto Offsets = offsets(Hint.RemoveRange, File);
  if (!Offsets)
    return false;
  // The lexer wants a zero at the end.
  const std::string Removed =
      SM.getBufferData(File).slice(Offsets->first, Offsets->second).str();
  clang::Lexer Raw(SM.getLocForStartOfFile(File), LangOpts, Removed.data(),
                   Removed.data(), Removed.data() + Removed.size());
  Raw.SetCommentRetentionState(true);
  clang::Token T;
  for (bool End = false; !End;) {
    End = Raw.LexFromRawLexer(T) || T.is(clang::tok::eof);
    if (!T.is(clang::tok::comment))
      continue;
    llvm::StringRef Comment(Raw.getBufferLocation() - T.getLength(),
                            T.getLength());
    if (llvm::none_of(Fix.Edits, [&](const Edit &E) {
          return llvm::StringRef(E.Text).contains(Comment);
        }))
      return true;
  }
  return false;
}

/// The bytes of \p R in \p File; empty where it does not lie in it.
std::optional<std::pair<unsigned, unsigned>>
PlaceReader::offsets(const CharSourceRange &R, clang::FileID File) const {
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

} // namespace cotidy::driver
