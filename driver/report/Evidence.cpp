#include "driver/report/Evidence.h"
#include "driver/settings/CommandLine.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include <nlohmann/json.hpp>

namespace cotidy::driver {
namespace {

using json = nlohmann::json;

class Reader {
public:
  /// Reads one file; null or what is wrong with its text.
  llvm::Error read(const std::string &File, llvm::StringRef Text) {
    Running.clear();
    unsigned Number = 0;
    while (!Text.empty()) {
      auto [Line, Rest] = Text.split('\n');
      Text = Rest;
      ++Number;
      if (Line.trim().empty())
        continue;
      try {
        add(json::parse(Line));
      } catch (const std::exception &) {
        return usageError("the evidence " + File + ": line " +
                          llvm::Twine(Number) +
                          ": is none; corun-guard and corun::loop_monitor "
                          "write lines of JSON with 'kind', 'seconds' and "
                          "'frames'");
      }
    }
    // Handlers that never ended.
    for (auto &[Thread, Record] : Running)
      Found.Records.push_back(std::move(Record));
    return llvm::Error::success();
  }

  Evidence Found;

private:
  void add(const json &J) {
    const std::string Kind = J.at("kind");
    if (Kind == "lost") {
      Found.Lost += J.at("count").get<size_t>();
      return;
    }
    // What later versions add is theirs to explain.
    if (Kind != "blocking" && Kind != "handler")
      return;
    EvidenceRecord R;
    R.Handler = Kind == "handler";
    R.Seen.Seconds = J.at("seconds");
    R.Seen.Longest = J.value("max_seconds", R.Seen.Seconds);
    R.Seen.Count = J.value("count", uint64_t(1));
    R.Category = J.value("category", "");
    if (J.contains("call"))
      R.Seen.Calls.push_back(J.at("call").get<std::string>());
    for (const json &F : J.at("frames"))
      R.Frames.push_back(
          {F.value("function", ""), F.value("file", ""), F.value("line", 0U)});
    if (!R.Handler) {
      Found.Records.push_back(std::move(R));
      return;
    }
    // One that still ran is written again at its end.
    std::pair<long, long> Thread{J.value("pid", 0L), J.value("thread", 0L)};
    Running.erase(Thread);
    if (J.value("running", false))
      Running.emplace(Thread, std::move(R));
    else
      Found.Records.push_back(std::move(R));
  }

  std::map<std::pair<long, long>, EvidenceRecord> Running;
};

} // namespace

llvm::Expected<Evidence> readEvidence(llvm::ArrayRef<std::string> Files) {
  Reader R;
  for (const std::string &File : Files) {
    auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
    if (!Buffer)
      return usageError("the evidence " + File +
                        ": cannot be read: " + Buffer.getError().message());
    if (llvm::Error E = R.read(File, (*Buffer)->getBuffer()))
      return E;
  }
  R.Found.Files = Files.vec();
  return std::move(R.Found);
}

} // namespace cotidy::driver
