#include "driver/LinkedFindings.h"
#include "driver/CompileDatabase.h"
#include "model/link/Linker.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include <set>

namespace cotidy::driver {
namespace {

/// Reads lines of sources, each file once.
class SourceLines {
public:
  explicit SourceLines(llvm::StringRef Root) : Root(Root) {}

  llvm::StringRef line(llvm::StringRef File, unsigned Number) {
    auto [Entry, New] = Files.try_emplace(File);
    Source &S = Entry->second;
    if (New) {
      if (auto Buffer = llvm::MemoryBuffer::getFile(absolutePath(File, Root)))
        S.Buffer = std::move(*Buffer);
      llvm::StringRef Rest = S.Buffer ? S.Buffer->getBuffer() : "";
      while (!Rest.empty()) {
        auto [Line, After] = Rest.split('\n');
        S.Lines.push_back(Line.rtrim('\r'));
        Rest = After;
      }
    }
    return Number >= 1 && Number <= S.Lines.size() ? S.Lines[Number - 1] : "";
  }

private:
  struct Source {
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
    std::vector<llvm::StringRef> Lines;
  };
  llvm::StringRef Root;
  llvm::StringMap<Source> Files;
};

class Converter {
public:
  explicit Converter(llvm::StringRef Root) : Lines(Root) {}

  Place place(const LinkedPlace &P) {
    Place Result;
    Result.File = P.File;
    Result.Point = Result.Begin = position(P.File, P.Line, P.Column);
    Result.End = position(P.File, P.EndLine, P.EndColumn);
    Result.SourceLine = Lines.line(P.File, P.Line).str();
    return Result;
  }

  Result result(const Chain &C) {
    Result R;
    R.Where = place(C.Where);
    R.Check = C.Check;
    R.Message = C.Message;
    R.Level = C.Error ? Level::Error : Level::Warning;
    R.Certainty = C.Certainty;
    R.Category = C.Category;
    R.Function = C.Function;
    R.Suppressed = C.Silenced;
    for (const ChainNote &Note : C.Notes) {
      Place Where = place(Note.Where);
      // A note is about a point, as those of clang are.
      Where.End = Where.Begin;
      ++Where.End.Column;
      ++Where.End.Utf16Column;
      R.Notes.push_back({Note.Message, std::move(Where)});
    }
    return R;
  }

private:
  Position position(llvm::StringRef File, unsigned Line, unsigned Column) {
    return {Line, Column,
            utf16Column(Lines.line(File, Line), Column ? Column - 1 : 0)};
  }

  SourceLines Lines;
};

} // namespace

void addLinkedFindings(const Program &Whole, llvm::StringRef Root,
                       std::vector<Result> &Into) {
  std::set<std::tuple<std::string, std::string, Position>> Direct;
  for (const Result &R : Into)
    Direct.insert({R.Check, R.Where.File, R.Where.Point});
  Converter Convert(Root);
  for (const Chain &C : findChains(Whole)) {
    Result R = Convert.result(C);
    if (!Direct.contains({R.Check, R.Where.File, R.Where.Point}))
      Into.push_back(std::move(R));
  }
}

} // namespace cotidy::driver
