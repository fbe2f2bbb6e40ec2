#include "driver/changes/Baseline.h"
#include "driver/settings/CommandLine.h"
#include "driver/support/AtomicFile.h"
#include "driver/support/JsonText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

constexpr int Version = 1;

std::string text(const json &Entry, const char *Key) {
  auto It = Entry.find(Key);
  return It != Entry.end() && It->is_string() ? It->get<std::string>() : "";
}

llvm::Error bad(llvm::StringRef File, const llvm::Twine &Why) {
  return usageError("the baseline " + File + ": " + Why);
}

bool any(const Result &) { return true; }

} // namespace

llvm::Expected<Baseline> Baseline::read(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Buffer)
    return bad(File, "cannot be read: " + Buffer.getError().message() +
                         "; '--write-baseline " + File + "' makes one");
  json Document;
  try {
    Document = json::parse((*Buffer)->getBuffer());
  } catch (const json::parse_error &E) {
    size_t Line = 1 + (*Buffer)->getBuffer().take_front(E.byte).count('\n');
    return bad(File, "line " + llvm::Twine(Line) + ": no JSON");
  }
  if (!Document.is_object() || !Document.contains("cotidyBaseline"))
    return bad(File, "is none: the key 'cotidyBaseline' is missing");
  if (Document["cotidyBaseline"] != Version)
    return bad(File, "is of version " + Document["cotidyBaseline"].dump() +
                         ", and not of version " + llvm::Twine(Version) +
                         "; write it again with '--write-baseline'");
  Baseline Result;
  for (const json &Entry : Document.value("findings", json::array())) {
    std::string Fingerprint = text(Entry, "fingerprint");
    if (Fingerprint.empty())
      return bad(File, "finding " + llvm::Twine(Result.Entries.size() + 1) +
                           " has no 'fingerprint'");
    Result.Entries.push_back({text(Entry, "file"), text(Entry, "check"),
                              text(Entry, "function"), text(Entry, "message"),
                              std::move(Fingerprint), text(Entry, "category")});
  }
  llvm::sort(Result.Entries);
  return Result;
}

Baseline Baseline::of(const Report &Rep) {
  Baseline All;
  for (const Result &R : Rep.Results)
    if (!R.Suppressed)
      All.Entries.push_back({R.Where.File, R.Check, R.Function, R.Message,
                             R.Fingerprint, R.Category});
  llvm::sort(All.Entries);
  return All;
}

void Baseline::apply(Report &Rep, bool Whole) const {
  llvm::StringSet<> Known;
  for (const Entry &E : Entries)
    Known.insert(E.Fingerprint);
  BaselineSummary Summary;
  for (Result &R : Rep.Results) {
    R.Baseline = Known.contains(R.Fingerprint) ? BaselineState::Unchanged
                                               : BaselineState::New;
    Summary.Known += R.Baseline == BaselineState::Unchanged && !R.Suppressed;
  }
  llvm::StringSet<> Found = fingerprints(Rep, any);
  for (const Entry &E : Entries)
    if (Whole && Rep.looksFor(E.Check) && !Found.contains(E.Fingerprint)) {
      ++Summary.Stale;
      if (!E.Category.empty())
        ++Summary.StaleByCategory[E.Category];
    }
  Rep.Baseline = Summary;
}

void Baseline::prune(const Report &Rep) {
  llvm::StringSet<> Found = fingerprints(Rep, any);
  llvm::erase_if(Entries, [&](const Entry &E) {
    return Rep.looksFor(E.Check) && !Found.contains(E.Fingerprint);
  });
}

llvm::Error Baseline::write(llvm::StringRef File) const {
  std::string Content = "{\n\"cotidyBaseline\": " + std::to_string(Version) +
                        ",\n\"findings\": [";
  llvm::StringRef Separator = "\n";
  for (const Entry &E : Entries) {
    Content += Separator;
    json J = {{"file", E.File},
              {"check", E.Check},
              {"function", E.Function},
              {"message", E.Message},
              {"fingerprint", E.Fingerprint}};
    if (!E.Category.empty())
      J["category"] = E.Category;
    Content += jsonText(J, -1);
    Separator = ",\n";
  }
  Content += Entries.empty() ? "]\n}\n" : "\n]\n}\n";
  return writeAtomically(File, Content);
}

} // namespace cotidy::driver
