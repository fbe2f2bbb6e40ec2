#include "driver/suppressions/Nolint.h"
#include "driver/settings/CommandLine.h"
#include "driver/support/AtomicFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <set>

namespace cotidy::driver {
namespace {

constexpr llvm::StringLiteral NextLine = "NOLINTNEXTLINE(";

/// The lines of a file, each with its end.
std::vector<std::string> linesOf(llvm::StringRef Text) {
  std::vector<std::string> Lines;
  while (!Text.empty()) {
    size_t End = Text.find('\n');
    End = End == llvm::StringRef::npos ? Text.size() : End + 1;
    Lines.push_back(Text.take_front(End).str());
    Text = Text.drop_front(End);
  }
  return Lines;
}

llvm::StringRef content(llvm::StringRef Line) { return Line.rtrim("\r\n"); }

bool continues(llvm::StringRef Line) {
  return content(Line).rtrim().ends_with("\\");
}

/// Adds \p Checks to the NOLINTNEXTLINE comment that \p Line is; false where it
/// is none.
bool extendComment(std::string &Line, const std::set<std::string> &Checks) {
  llvm::StringRef Text = Line;
  size_t Begin = Text.find(NextLine);
  if (!Text.ltrim().starts_with("//") || Begin == llvm::StringRef::npos)
    return false;
  Begin += NextLine.size();
  size_t End = Text.find(')', Begin);
  if (End == llvm::StringRef::npos)
    return false;
  std::string Added;
  llvm::SmallVector<llvm::StringRef, 4> Known;
  Text.slice(Begin, End).split(Known, ',');
  for (const std::string &Check : Checks)
    if (llvm::none_of(Known,
                      [&](llvm::StringRef K) { return K.trim() == Check; }))
      Added += "," + Check;
  Line.insert(End, Added);
  return true;
}

/// The findings of one file by line, edited from the last one up.
class FileEditor {
public:
  FileEditor(std::string Path, llvm::StringRef Reason)
      : Path(std::move(Path)), Reason(Reason) {}

  llvm::Error load() {
    auto Buffer = llvm::MemoryBuffer::getFile(Path);
    if (!Buffer)
      return usageError("'" + Path +
                        "' cannot be read: " + Buffer.getError().message());
    Lines = linesOf((*Buffer)->getBuffer());
    return llvm::Error::success();
  }

  /// Silences \p Checks at \p Line, whose text was \p Expected. Returns why it
  /// cannot, or nothing.
  std::string silence(unsigned Line, llvm::StringRef Expected,
                      const std::set<std::string> &Checks) {
    if (Line == 0 || Line > Lines.size() ||
        content(Lines[Line - 1]) != Expected)
      return "the line has changed since it was analysed";
    const std::string &Own = Lines[Line - 1];
    if (Line > 1 && continues(Lines[Line - 2]))
      return "a backslash joins it to the line above";
    if (Line > 1 && extendComment(Lines[Line - 2], Checks))
      return "";
    llvm::StringRef Text = Own;
    std::string Indent = Text.take_while(llvm::isSpace).str();
    std::string End = Text.ends_with("\r\n") ? "\r\n" : "\n";
    Lines.insert(Lines.begin() + Line - 1, Indent + "// " + NextLine.str() +
                                               llvm::join(Checks, ",") +
                                               "): " + Reason.str() + End);
    return "";
  }

  llvm::Error write() const {
    return writeAtomically(Path, llvm::join(Lines, ""));
  }

private:
  std::string Path;
  llvm::StringRef Reason;
  std::vector<std::string> Lines;
};

} // namespace

llvm::Expected<Silenced> addNolint(Report &Rep, llvm::StringRef Reason) {
  Silenced Summary;
  std::map<std::string, std::map<unsigned, std::vector<Result *>>> ByPlace;
  for (Result &R : Rep.Results) {
    if (!R.isOpen())
      continue;
    if (llvm::sys::path::is_absolute(R.Where.File))
      Summary.Left.push_back(R.Where.File + ": it is outside of the project");
    else
      ByPlace[R.Where.File][R.Where.Point.Line].push_back(&R);
  }
  for (auto &[File, ByLine] : ByPlace) {
    llvm::SmallString<128> Path(Rep.Root);
    llvm::sys::path::append(Path, File);
    FileEditor Editor(Path.str().str(), Reason);
    if (llvm::Error E = Editor.load())
      return E;
    bool Changed = false;
    // From the end, so that the lines above keep their numbers.
    for (auto &[Line, Results] : llvm::reverse(ByLine)) {
      std::set<std::string> Checks;
      for (const Result *R : Results)
        Checks.insert(R->Check);
      std::string Why =
          Editor.silence(Line, Results.front()->Where.SourceLine, Checks);
      if (!Why.empty()) {
        Summary.Left.push_back(File + ":" + std::to_string(Line) + ": " + Why);
        continue;
      }
      Changed = true;
      for (Result *R : Results) {
        R->Suppressed = true;
        ++Summary.Findings;
      }
    }
    if (!Changed)
      continue;
    if (llvm::Error E = Editor.write())
      return E;
    ++Summary.Files;
  }
  llvm::sort(Summary.Left);
  return Summary;
}

} // namespace cotidy::driver
