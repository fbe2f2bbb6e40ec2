#include "fixits/HeaderInsertion.h"
#include "clang/Format/Format.h"
#include "clang/Tooling/Inclusions/HeaderIncludes.h"
#include "llvm/Support/Regex.h"

using namespace clang;

namespace cotidy {

static bool includesOne(StringRef Code, llvm::ArrayRef<std::string> Headers) {
  for (const std::string &Header : Headers)
    if (llvm::Regex("^[ \t]*#[ \t]*include[ \t]*[<\"]" +
                        llvm::Regex::escape(Header) + "[>\"]",
                    llvm::Regex::Newline)
            .match(Code))
      return true;
  return false;
}

static tooling::IncludeStyle styleOf(StringRef FileName,
                                     const SourceManager &SM) {
  llvm::Expected<format::FormatStyle> Style =
      format::getStyle("file", FileName, "LLVM", /*Code=*/"",
                       &SM.getFileManager().getVirtualFileSystem());
  if (Style)
    return Style->IncludeStyle;
  // A style that cannot be read is for clang-format to complain about.
  llvm::consumeError(Style.takeError());
  return format::getLLVMStyle().IncludeStyle;
}

void addHeaders(Fix &F, SourceLocation Where,
                llvm::ArrayRef<std::string> Headers,
                llvm::ArrayRef<std::string> Umbrellas,
                const SourceManager &SM) {
  FileID File = SM.getFileID(SM.getFileLoc(Where));
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  if (!Entry || Headers.empty())
    return;
  StringRef Code = SM.getBufferData(File);
  if (includesOne(Code, Umbrellas))
    return;
  tooling::HeaderIncludes Includes(Entry->getName(), Code,
                                   styleOf(Entry->getName(), SM));
  bool Crlf = Code.contains("\r\n");
  for (const std::string &Header : Headers) {
    auto Added = Includes.insert(Header, /*IsAngled=*/true,
                                 tooling::IncludeDirective::Include);
    if (!Added)
      continue;
    std::string Line;
    for (char C : Added->getReplacementText()) {
      if (Crlf && C == '\n')
        Line += '\r';
      Line += C;
    }
    F.Headers.push_back(
        {Header,
         SM.getLocForStartOfFile(File).getLocWithOffset(Added->getOffset()),
         std::move(Line)});
  }
}

llvm::SmallVector<FixItHint, 4>
editsOf(const Fix &F, llvm::function_ref<bool(const NeededHeader &)> Leave) {
  llvm::SmallVector<FixItHint, 4> Result(F.Edits.begin(), F.Edits.end());
  std::map<SourceLocation, std::string> Lines;
  for (const NeededHeader &Header : F.Headers)
    if (!Leave(Header))
      Lines[Header.Where] += Header.Line;
  for (const auto &[Where, Text] : Lines)
    Result.push_back(FixItHint::CreateInsertion(Where, Text));
  return Result;
}

} // namespace cotidy
