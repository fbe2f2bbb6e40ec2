//===--- TrendFormats.cpp - a series of reports, as text and data *- C++
//-*-===//
#include "driver/output/Format.h"
#include "driver/output/HtmlPage.h"
#include "driver/report/Migration.h"
#include "driver/report/Trend.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

TrendCounts countsOf(const TrendPoint &P, const std::string &Category) {
  auto It = P.ByCategory.find(Category);
  return It == P.ByCategory.end() ? TrendCounts() : It->second;
}

void renderText(const Trend &T, llvm::raw_ostream &OS) {
  size_t Width = 8;
  for (const TrendPoint &P : T.points())
    Width = std::max(Width, P.Label.size());
  OS << llvm::left_justify("report", Width) << "    open     new   fixed\n";
  for (const TrendPoint &P : T.points()) {
    OS << llvm::left_justify(P.Label, Width)
       << llvm::formatv("{0,8}{1,8}{2,8}", P.All.Open, P.All.New, P.All.Fixed);
    if (P.Failed)
      OS << "   " << count(P.Failed, "file") << " not analysed";
    OS << '\n';
  }
  const TrendPoint &First = T.points().front(), &Last = T.points().back();
  OS << "\ncategory        first    last\n";
  for (const std::string &Name : T.categories()) {
    TrendCounts Then = countsOf(First, Name), Now = countsOf(Last, Name);
    OS << llvm::formatv("{0,-13}{1,8}{2,8}\n", Name, Then.Open, Now.Open);
  }
}

/// As RFC 4180 has it: in quotes where commas, quotes or line ends stand in it.
std::string csv(llvm::StringRef Field) {
  if (Field.find_first_of(",\"\r\n") == llvm::StringRef::npos)
    return Field.str();
  std::string Text = "\"";
  for (char C : Field)
    Text += C == '"' ? std::string("\"\"") : std::string(1, C);
  return Text + '"';
}

void renderCsv(const Trend &T, llvm::raw_ostream &OS) {
  OS << "report,category,open,new,fixed\n";
  auto Row = [&](const TrendPoint &P, llvm::StringRef Category,
                 const TrendCounts &C) {
    OS << csv(P.Label) << ',' << csv(Category) << ',' << C.Open << ',' << C.New
       << ',' << C.Fixed << '\n';
  };
  for (const TrendPoint &P : T.points()) {
    Row(P, "all", P.All);
    for (const std::string &Name : T.categories())
      Row(P, Name, countsOf(P, Name));
  }
}

using Labels = std::vector<std::pair<llvm::StringRef, std::string>>;

/// OpenMetrics 1.0, of the last report: who scrapes makes the series.
class MetricsWriter {
public:
  explicit MetricsWriter(llvm::raw_ostream &OS) : OS(OS) {}

  void family(llvm::StringRef Name, llvm::StringRef Help) {
    Family = Name;
    OS << "# TYPE " << Name << " gauge\n# HELP " << Name << ' ' << Help << '\n';
  }

  void sample(const Labels &With, uint64_t Value) {
    OS << Family << '{';
    llvm::StringRef Separator = "";
    for (const auto &[Name, Text] : With) {
      OS << Separator << Name << "=\"";
      for (char C : Text)
        if (C == '\n')
          OS << "\\n";
        else if (C == '"' || C == '\\')
          OS << '\\' << C;
        else
          OS << C;
      OS << '"';
      Separator = ",";
    }
    OS << "} " << Value << '\n';
  }

private:
  llvm::raw_ostream &OS;
  llvm::StringRef Family;
};

void renderOpenMetrics(const Trend &T, llvm::raw_ostream &OS) {
  MetricsWriter Metrics(OS);
  const TrendPoint &P = T.points().back();
  std::map<std::vector<std::string>, uint64_t> Findings;
  for (const Result &R : T.last().Results)
    if (!R.Suppressed)
      ++Findings[{R.Check, R.Category, toString(R.Level).str(),
                  cotidy::toString(R.Certainty).str()}];
  Metrics.family("cotidy_findings", "Findings in the last report");
  for (const auto &[Key, Number] : Findings)
    Metrics.sample({{"check", Key[0]},
                    {"category", Key[1]},
                    {"level", Key[2]},
                    {"confidence", Key[3]}},
                   Number);
  Metrics.family("cotidy_new_findings",
                 "Findings that the report before the last did not have");
  for (const std::string &Name : T.categories())
    Metrics.sample({{"category", Name}}, countsOf(P, Name).New);
  Metrics.family("cotidy_fixed_findings",
                 "Findings of the report before the last that are gone");
  for (const std::string &Name : T.categories())
    Metrics.sample({{"category", Name}}, countsOf(P, Name).Fixed);
  Metrics.family("cotidy_files", "Source files in the last report");
  Metrics.sample({{"state", "analysed"}}, P.Analysed);
  Metrics.sample({{"state", "skipped"}}, P.Skipped);
  Metrics.sample({{"state", "failed"}}, P.Failed);
  OS << "# EOF\n";
}

void renderHtml(const Trend &T, llvm::raw_ostream &OS) {
  json Points = json::array(), Groups = json::array();
  for (const TrendPoint &P : T.points()) {
    json ByCategory = json::object();
    for (const auto &[Name, C] : P.ByCategory)
      if (C.Open)
        ByCategory[Name] = C.Open;
    Points.push_back({{"label", P.Label},
                      {"open", P.All.Open},
                      {"new", P.All.New},
                      {"fixed", P.All.Fixed},
                      {"failures", P.Failed},
                      {"byCategory", std::move(ByCategory)}});
  }
  for (const MigrationGroup &G : migrationGroups()) {
    json Categories = json::array();
    for (llvm::StringRef Category : G.Categories)
      Categories.push_back(Category.str());
    Groups.push_back(
        {{"name", G.Name.str()}, {"categories", std::move(Categories)}});
  }
  writeHtmlPage(
      {{"kind", "trend"},
       {"title", llvm::sys::path::filename(T.last().Root).str()},
       {"tool", {{"version", COTIDY_VERSION}, {"llvm", COTIDY_LLVM_VERSION}}},
       {"groups", std::move(Groups)},
       {"points", std::move(Points)}},
      OS);
}

struct TrendFormat {
  llvm::StringRef Name;
  void (*Render)(const Trend &, llvm::raw_ostream &);
};

constexpr TrendFormat Formats[] = {{"text", renderText},
                                   {"csv", renderCsv},
                                   {"openmetrics", renderOpenMetrics},
                                   {"html", renderHtml}};

} // namespace

std::vector<std::string> trendFormatNames() {
  std::vector<std::string> Names;
  for (const TrendFormat &F : Formats)
    Names.push_back(F.Name.str());
  return Names;
}

void renderTrend(const Trend &T, llvm::StringRef Name, llvm::raw_ostream &OS) {
  llvm::find_if(Formats, [&](const TrendFormat &F) {
    return F.Name == Name;
  })->Render(T, OS);
}

} // namespace cotidy::driver
