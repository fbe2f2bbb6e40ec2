#include "driver/report/SourceLines.h"
#include "driver/settings/CompileDatabase.h"

namespace cotidy::driver {

std::optional<llvm::StringRef> SourceLines::find(llvm::StringRef File,
                                                 unsigned Number) {
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
  if (Number < 1 || Number > S.Lines.size())
    return std::nullopt;
  return S.Lines[Number - 1];
}

} // namespace cotidy::driver
