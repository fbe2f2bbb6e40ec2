//===--- Gitlab.cpp - GitLab's Code Quality report --------------*- C++ -*-===//
//
// https://docs.gitlab.com/ci/testing/code_quality: an array of findings. GitLab
// compares those of two branches by fingerprint and shows the description in
// one line, but not the name of the check.
//
//===----------------------------------------------------------------------===//
#include "driver/output/Annotation.h"
#include "driver/output/Format.h"
#include "driver/support/JsonText.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

const char *severity(const Result &R) {
  switch (R.Level) {
  case Level::Note:
    return "info";
  case Level::Warning:
    return R.Certainty == Confidence::High ? "major" : "minor";
  case Level::Error:
    return "critical";
  }
  llvm_unreachable("all levels are handled");
}

json entry(llvm::StringRef Description, llvm::StringRef Check,
           llvm::StringRef Fingerprint, const char *Severity,
           llvm::StringRef File, unsigned Begin, unsigned End) {
  return {
      {"description", Description.str()},
      {"check_name", Check.str()},
      {"fingerprint", Fingerprint.str()},
      {"severity", Severity},
      {"location",
       {{"path", File.str()}, {"lines", {{"begin", Begin}, {"end", End}}}}}};
}

void renderGitlab(const Report &Rep, const RenderOptions &,
                  llvm::raw_ostream &OS) {
  json All = json::array();
  for (const Result &R : Rep.Results) {
    if (!R.isOpen())
      continue;
    unsigned Begin = std::max(R.Where.Begin.Line, 1U);
    All.push_back(entry(R.Check + ": " + R.Message, R.Check, R.Fingerprint,
                        severity(R), R.Where.File, Begin,
                        std::max(Begin, R.Where.End.Line)));
  }
  for (const Failure &F : Rep.Failures) {
    std::string Key =
        std::string("not analysed") + '\0' + F.File + '\0' + F.Message;
    All.push_back(entry("cotidy: " + annotation(F), "cotidy", fingerprint(Key),
                        "blocker", F.File, 1, 1));
  }
  OS << jsonText(All, 2) << '\n';
}

const RegisterFormat Registration({"gitlab", renderGitlab, false});

} // namespace
} // namespace cotidy::driver
