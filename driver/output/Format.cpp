#include "driver/output/Format.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace cotidy::driver {

/// Formats register themselves before main() begins, in no certain order.
static std::map<llvm::StringRef, Format> &formats() {
  static std::map<llvm::StringRef, Format> Formats;
  return Formats;
}

RegisterFormat::RegisterFormat(Format F) {
  llvm::StringRef Name = F.Name;
  formats().emplace(Name, std::move(F));
}

std::vector<std::string> formatNames() {
  std::vector<std::string> Names;
  for (const auto &[Name, F] : formats())
    Names.push_back(Name.str());
  return Names;
}

const Format &findFormat(llvm::StringRef Name) {
  return formats().find(Name)->second;
}

std::string placeText(const Place &P) {
  if (P.Point.Line == 0)
    return P.File;
  return P.File + ":" + std::to_string(P.Point.Line) + ":" +
         std::to_string(P.Point.Column);
}

bool isThere(const Result &R) { return R.Baseline != BaselineState::Absent; }

std::string whyNotOpen(const Result &R) {
  if (R.Suppressed)
    return "suppressed by NOLINT" + (R.Reason.empty() ? "" : ": " + R.Reason);
  if (R.isOpen())
    return "";
  return R.OnOldLines ? "not on changed lines" : "in the baseline";
}

/// Milliseconds below a second: loops are held for such times.
static std::string seconds(double Seconds) {
  return Seconds < 1 ? llvm::formatv("{0:f1} ms", Seconds * 1000).str()
                     : llvm::formatv("{0:f1} s", Seconds).str();
}

std::string seenText(const Sighting &Seen) {
  std::string Text = "held the loop for " + seconds(Seen.Seconds);
  if (Seen.Count > 1)
    Text += " in " + count(Seen.Count, "call") + ", at most " +
            seconds(Seen.Longest) + " at once";
  if (!Seen.Calls.empty())
    Text += " (" + llvm::join(Seen.Calls, ", ") + ")";
  return Text;
}

std::string seenText(const UnexplainedRecord &Record) {
  std::string Text = Record.Category + " " + seenText(Record.Seen);
  if (!Record.Frames.empty())
    Text += " in " + llvm::join(Record.Frames, ", called by ");
  return Text;
}

std::string count(size_t Number, llvm::StringRef Noun) {
  return std::to_string(Number) + " " + Noun.str() + (Number == 1 ? "" : "s");
}

} // namespace cotidy::driver
