#include "driver/report/Evidence.h"
#include "driver/report/Migration.h"
#include "driver/settings/CompileDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

namespace path = llvm::sys::path;

namespace cotidy::driver {
namespace {

constexpr size_t ShownFrames = 8;

/// What the guard's category can come from, by the catalogue's: a client of a
/// database waits on a socket.
bool fits(llvm::StringRef Guards, llvm::StringRef Ours) {
  static const std::map<llvm::StringRef, std::vector<llvm::StringRef>> Table = {
      {"sleep", {"sleep", "polling", "wait"}},
      {"wait",
       {"wait", "polling", "bridge", "process", "socket", "http", "rpc",
        "database", "cache", "broker", "dns"}},
      {"socket",
       {"socket", "http", "rpc", "database", "cache", "broker", "dns"}},
      {"stdin", {"stdin", "file"}},
      {"file", {"file", "logging", "descriptor", "database", "system"}},
      {"dns", {"dns", "http", "rpc", "database", "cache", "broker", "socket"}},
      {"process", {"process", "system"}},
      {"lock", {"lock", "wait", "bridge"}},
  };
  auto It = Table.find(Guards);
  return It == Table.end() || llvm::is_contained(It->second, Ours);
}

/// `ns::f` of `ns::f(int) const`, as findings name functions.
std::string nameOf(llvm::StringRef Function) {
  std::string Name;
  unsigned Angles = 0;
  for (size_t I = 0; I < Function.size(); ++I) {
    llvm::StringRef Rest = Function.substr(I);
    if (Rest.starts_with("(anonymous namespace)::")) {
      I += llvm::StringRef("(anonymous namespace)::").size() - 1;
      continue;
    }
    char C = Function[I];
    Angles += C == '<';
    if (Angles == 0 && C == '(')
      break;
    if (Angles == 0 && C == ' ')
      Name.clear(); // the return type of a template
    else if (Angles == 0)
      Name += C;
    Angles -= C == '>' && Angles != 0;
  }
  return Name;
}

class Matcher {
public:
  explicit Matcher(Report &Rep) : Rep(Rep) {
    for (size_t I = 0; I < Rep.Results.size(); ++I) {
      const Result &R = Rep.Results[I];
      if (R.Baseline == BaselineState::Absent || !stopsLoop(R))
        continue;
      for (unsigned Line = std::min(R.Where.Begin.Line, R.Where.Point.Line);
           Line <= std::max(R.Where.End.Line, R.Where.Point.Line); ++Line)
        ByLine[Line].push_back(I);
      ByFunction[R.Function].push_back(I);
    }
  }

  void run(const Evidence &Found) {
    EvidenceSummary Summary;
    Summary.Files = Found.Files;
    Summary.Records = Found.Records.size();
    Summary.Lost = Found.Lost;
    for (const EvidenceRecord &Record : Found.Records)
      if (auto I = match(Record))
        (Record.Handler ? Handlers : Calls)[*I].add(Record.Seen);
      else
        addUnexplained(Record);
    // A handler's time holds that of its calls.
    for (auto *Seen : {&Calls, &Handlers})
      for (auto &[I, S] : *Seen) {
        std::optional<Sighting> &Into = Rep.Results[I].Seen;
        if (!Into || Into->Seconds < S.Seconds) {
          if (Into)
            S.Calls = Into->Calls;
          Into = S;
        }
      }
    for (auto &[Key, Record] : Unexplained)
      Summary.Unexplained.push_back(std::move(Record));
    llvm::sort(Summary.Unexplained, [](const auto &A, const auto &B) {
      return std::tie(B.Seen.Seconds, A.Category, A.Frames) <
             std::tie(A.Seen.Seconds, B.Category, B.Frames);
    });
    // The others keep their order, and those seen as long as each other.
    std::vector<std::pair<double, size_t>> Order;
    for (size_t I = 0; I < Rep.Results.size(); ++I)
      Order.push_back(
          {Rep.Results[I].Seen ? -Rep.Results[I].Seen->Seconds : 1, I});
    llvm::sort(Order);
    std::vector<Result> Sorted;
    for (const auto &[Seconds, I] : Order)
      Sorted.push_back(std::move(Rep.Results[I]));
    Rep.Results = std::move(Sorted);
    Rep.Evidence = std::move(Summary);
  }

private:
  /// Whether a stack's \p Frame is in the file that reports call \p Shown. The
  /// program may have been built in another folder.
  bool inFile(const EvidenceRecord::Frame &Frame,
              const std::string &Shown) const {
    llvm::SmallString<256> File(Frame.File);
    path::remove_dots(File, /*remove_dot_dot=*/true);
    return File == absolutePath(Shown, Rep.Root) || File == Shown ||
           llvm::StringRef(File).ends_with("/" + Shown);
  }

  std::optional<size_t> match(const EvidenceRecord &Record) const {
    for (const EvidenceRecord::Frame &Frame : Record.Frames)
      if (auto Here = ByLine.find(Frame.Line); Here != ByLine.end())
        if (auto I = best(Record, Frame, Here->second))
          return I;
    // A frame with a line would have matched by that.
    for (const EvidenceRecord::Frame &Frame : Record.Frames)
      if (auto Here = ByFunction.find(nameOf(Frame.Function));
          Frame.Line == 0 && Here != ByFunction.end() && !Here->first.empty())
        if (auto I = ofCategory(Record, Frame, Here->second))
          return I;
    return std::nullopt;
  }

  /// Of the findings on the frame's line one of its category, if there is.
  std::optional<size_t> best(const EvidenceRecord &Record,
                             const EvidenceRecord::Frame &Frame,
                             llvm::ArrayRef<size_t> Candidates) const {
    std::optional<size_t> First;
    for (size_t I : Candidates) {
      const Result &R = Rep.Results[I];
      if (!inFile(Frame, R.Where.File))
        continue;
      if (fits(Record.Category, R.Category))
        return I;
      if (!First)
        First = I;
    }
    return First;
  }

  std::optional<size_t> ofCategory(const EvidenceRecord &Record,
                                   const EvidenceRecord::Frame &Frame,
                                   llvm::ArrayRef<size_t> Candidates) const {
    for (size_t I : Candidates)
      if (fits(Record.Category, Rep.Results[I].Category) &&
          (Frame.File.empty() || inFile(Frame, Rep.Results[I].Where.File)))
        return I;
    return std::nullopt;
  }

  void addUnexplained(const EvidenceRecord &Record) {
    UnexplainedRecord New{Record.Seen, Record.Category, {}};
    if (Record.Handler)
      New.Category = "handler";
    std::vector<std::string> Elsewhere;
    for (const EvidenceRecord::Frame &F : Record.Frames) {
      if (F.Function.empty() && F.File.empty())
        continue;
      llvm::StringRef File = F.File;
      bool Own = File.consume_front(Rep.Root) && File.consume_front("/");
      std::string Text = F.Function.empty() ? "?" : F.Function;
      if (!F.File.empty())
        Text += " at " + File.str() + ":" + std::to_string(F.Line);
      (Own ? New.Frames : Elsewhere).push_back(std::move(Text));
    }
    // The project's own code tells most.
    if (New.Frames.empty())
      New.Frames = std::move(Elsewhere);
    if (New.Frames.size() > ShownFrames)
      New.Frames.resize(ShownFrames);
    auto [It, IsNew] = Unexplained.try_emplace({New.Category, New.Frames}, New);
    if (!IsNew)
      It->second.Seen.add(Record.Seen);
  }

  Report &Rep;
  std::map<unsigned, std::vector<size_t>> ByLine;
  std::map<std::string, std::vector<size_t>> ByFunction;
  std::map<size_t, Sighting> Calls, Handlers; ///< by result
  std::map<std::pair<std::string, std::vector<std::string>>, UnexplainedRecord>
      Unexplained;
};

} // namespace

void apply(const Evidence &Found, Report &Rep) { Matcher(Rep).run(Found); }

} // namespace cotidy::driver
