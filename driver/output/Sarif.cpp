//===--- Sarif.cpp - SARIF 2.1.0 for code scanning --------------*- C++ -*-===//
//
// One run with all rules. Regions keep to one line, since GitHub shows an alert
// on a pull request only if all of its lines are in the diff.
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "driver/output/Format.h"
#include "driver/support/JsonText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

constexpr char RootId[] = "%SRCROOT%";
constexpr size_t MaxTags = 10; // what GitHub keeps

/// \p Path as a URI: slashes stay, what URIs do not allow is escaped.
std::string uri(llvm::StringRef Path) {
  std::string Result;
  for (char C : Path)
    if (llvm::isAlnum(C) || llvm::StringRef("/-._~+,=@!$&'()*;:").contains(C))
      Result += C;
    else
      Result += "%" + llvm::toHex(llvm::StringRef(&C, 1));
  return Result;
}

json artifact(llvm::StringRef File) {
  if (llvm::sys::path::is_absolute(File))
    return {{"uri", "file://" + uri(File)}};
  // A colon in the first part would make it a scheme.
  std::string Relative = uri(File);
  if (File.split('/').first.contains(':'))
    Relative = "./" + Relative;
  return {{"uri", Relative}, {"uriBaseId", RootId}};
}

json region(const Position &Begin, const Position &End) {
  return {{"startLine", Begin.Line},
          {"startColumn", Begin.Utf16Column},
          {"endLine", End.Line},
          {"endColumn", End.Utf16Column}};
}

/// From the point to the end of the range, on the point's line.
json regionOf(const Place &P) {
  Position End = P.End;
  if (End.Line != P.Point.Line)
    End = {P.Point.Line, 0, utf16Column(P.SourceLine, P.SourceLine.size())};
  return region(P.Point, End);
}

json physical(const Place &P) {
  json J = {{"artifactLocation", artifact(P.File)}};
  if (P.Point.Line)
    J["region"] = regionOf(P);
  return J;
}

json location(const Place &Where, const std::string &Message) {
  return {{"physicalLocation", physical(Where)},
          {"message", {{"text", Message}}}};
}

json fixJson(const ResultFix &Fix) {
  std::map<std::string, json> ByFile;
  for (const Edit &E : Fix.Edits)
    ByFile.try_emplace(E.File, json::array())
        .first->second.push_back({{"deletedRegion", region(E.Begin, E.End)},
                                  {"insertedContent", {{"text", E.Text}}}});
  json Changes = json::array();
  for (auto &[File, Replacements] : ByFile)
    Changes.push_back({{"artifactLocation", artifact(File)},
                       {"replacements", std::move(Replacements)}});
  return {{"description", {{"text", Fix.Title}}},
          {"artifactChanges", std::move(Changes)},
          {"properties",
           {{"applicability",
             Fix.Level == Applicability::Safe ? "safe" : "unsafe"}}}};
}

/// Where \p N stands if it leads to the mistake, and is not only beside it.
const Place *stepOf(const ResultNote &N, const Result &R) {
  if (!N.Where ||
      (N.Where->File == R.Where.File && N.Where->Point == R.Where.Point))
    return nullptr;
  return &*N.Where;
}

/// The message, with what the notes at the same place advise: readers show
/// notes as places only.
std::string messageText(const Result &R) {
  std::string Text = R.Message;
  for (const ResultNote &N : R.Notes)
    if (!stepOf(N, R))
      Text += "\n" + N.Message;
  return Text;
}

/// The way to the mistake: the notes at other places, in order.
void addSteps(json &J, const Result &R) {
  json Flow = json::array(), Related = json::array();
  Flow.push_back({{"location", location(R.Where, R.Message)}});
  for (const ResultNote &N : R.Notes) {
    const Place *Step = stepOf(N, R);
    if (!Step)
      continue;
    Flow.push_back({{"location", location(*Step, N.Message)}});
    Related.push_back(location(*Step, N.Message));
    Related.back()["id"] = Related.size();
  }
  if (Related.empty())
    return;
  J["codeFlows"] = json::array(
      {{{"threadFlows", json::array({{{"locations", std::move(Flow)}}})}}});
  J["relatedLocations"] = std::move(Related);
}

json resultJson(const Result &R, size_t RuleIndex) {
  json Location = {{"physicalLocation", physical(R.Where)}};
  if (!R.Function.empty())
    Location["logicalLocations"] = json::array(
        {{{"fullyQualifiedName", R.Function}, {"kind", "function"}}});
  json J = {{"ruleId", R.Check},
            {"ruleIndex", RuleIndex},
            {"level", toString(R.Level).str()},
            {"message", {{"text", messageText(R)}}},
            {"locations", json::array({std::move(Location)})},
            {"partialFingerprints",
             {{"primaryLocationLineHash", R.Fingerprint + ":1"},
              {"cotidy/v1", R.Fingerprint}}}};
  addSteps(J, R);
  if (!R.Fixes.empty()) {
    J["fixes"] = json::array();
    for (const ResultFix &Fix : R.Fixes)
      J["fixes"].push_back(fixJson(Fix));
  }
  // Present on every result once it is on one: absent means unknown.
  J["suppressions"] = json::array();
  if (R.Suppressed) {
    J["suppressions"].push_back({{"kind", "inSource"}});
    if (!R.Reason.empty())
      J["suppressions"].back()["justification"] = R.Reason;
  }
  if (R.Baseline != BaselineState::None)
    J["baselineState"] = toString(R.Baseline);
  J["properties"] = {{"confidence", cotidy::toString(R.Certainty).str()},
                     {"category", R.Category}};
  if (R.Seen) {
    J["occurrenceCount"] = R.Seen->Count;
    J["properties"]["seenSeconds"] = R.Seen->Seconds;
    J["properties"]["seenLongest"] = R.Seen->Longest;
  }
  return J;
}

json ruleJson(const CheckInfo &Info) {
  json Tags = json::array({Info.Family.str()});
  for (llvm::StringRef Tag : Info.Tags)
    if (Tags.size() < MaxTags && Tag != Info.Family)
      Tags.push_back(Tag.str());
  std::string Documentation = Info.Documentation.trim().str();
  return {{"id", Info.Name.str()},
          {"shortDescription", {{"text", Info.Summary.str()}}},
          {"fullDescription", {{"text", Info.Summary.str()}}},
          {"help",
           {{"text", Documentation + "\n\nSee " + Info.url()},
            {"markdown", Documentation + "\n\n[" + Info.Name.str() + "](" +
                             Info.url() + ")"}}},
          {"helpUri", Info.url()},
          {"defaultConfiguration",
           {{"level", "warning"}, {"enabled", Info.Level == CheckLevel::On}}},
          {"properties",
           {{"tags", std::move(Tags)},
            {"precision", Info.Precision.str()},
            {"problem.severity", "warning"}}}};
}

/// What no check reports, but the command or clang-tidy itself: such as a
/// suppression that never ends.
json foreignRule(llvm::StringRef Name) {
  const char *Text =
      Name == UnusedSuppression
          ? "A NOLINT comment names a check of cotidy that finds nothing "
            "there. "
            "Remove the name, or the next mistake on that line stays unseen."
      : Name == SuppressionReason
          ? "A NOLINT comment names a check of cotidy and does not say why. "
            "Write the reason behind the list: 'NOLINT(async-sync-io): reason'."
          : "Reported by clang-tidy, not by a check of cotidy.";
  return {{"id", Name.str()},
          {"shortDescription", {{"text", Text}}},
          {"fullDescription", {{"text", Text}}},
          {"help", {{"text", Text}}}};
}

json invocationJson(const Report &Rep) {
  json Notifications = json::array();
  for (const Failure &F : Rep.Failures)
    Notifications.push_back(
        {{"level", "error"},
         {"message", {{"text", "not analysed: " + F.Message}}},
         {"locations",
          json::array({{{"physicalLocation",
                         {{"artifactLocation", artifact(F.File)}}}}})}});
  if (Rep.Evidence)
    for (const UnexplainedRecord &U : Rep.Evidence->Unexplained)
      Notifications.push_back(
          {{"level", "note"},
           {"message",
            {{"text",
              "seen at run time, explained by no finding: " + seenText(U)}}}});
  return {{"executionSuccessful", Rep.Failures.empty()},
          {"toolExecutionNotifications", std::move(Notifications)}};
}

void renderSarif(const Report &Rep, const RenderOptions &,
                 llvm::raw_ostream &OS) {
  json Rules = json::array(), Results = json::array();
  std::map<std::string, size_t> RuleIndex;
  for (const RegisteredCheck &C : registeredChecks()) {
    RuleIndex[C.Info.Name.str()] = Rules.size();
    Rules.push_back(ruleJson(C.Info));
  }
  for (const Result &R : Rep.Results) {
    auto [It, New] = RuleIndex.try_emplace(R.Check, Rules.size());
    if (New)
      Rules.push_back(foreignRule(R.Check));
    Results.push_back(resultJson(R, It->second));
  }
  json Driver = {{"name", "cotidy"},
                 {"version", COTIDY_VERSION},
                 {"semanticVersion", COTIDY_VERSION},
                 {"informationUri", "https://cotidy.dev"},
                 {"rules", std::move(Rules)}};
  json Root = {
      {"uri", "file://" + uri(Rep.Root) +
                  (llvm::StringRef(Rep.Root).ends_with("/") ? "" : "/")}};
  json Run = {{"tool", {{"driver", std::move(Driver)}}},
              {"invocations", json::array({invocationJson(Rep)})},
              {"originalUriBaseIds", {{RootId, std::move(Root)}}},
              {"columnKind", "utf16CodeUnits"},
              {"results", std::move(Results)}};
  json Document = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", json::array({std::move(Run)})}};
  OS << jsonText(Document, 2) << '\n';
}

const RegisterFormat Registration({"sarif", renderSarif, false, true});

} // namespace
} // namespace cotidy::driver
