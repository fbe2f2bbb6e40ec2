#include "driver/analysis/OutcomeBytes.h"
#include "driver/analysis/UnitFile.h"
#include "model/facts/Bytes.h"

namespace cotidy::driver {

/// \p Unit is the unit file; \p Dependencies are those of \p Out as a list.
template <typename Io, typename T, typename Text, typename Texts>
static void outcome(Io &IO, T &Out, Text &Unit, Texts &Dependencies) {
  auto Name = [&](auto &Item) { IO.text(Item); };
  IO.text(Unit);
  IO.number(Out.UsedPrecompiled);
  IO.list(Out.ProjectFiles, Name);
  IO.list(Dependencies, Name);
  IO.list(Out.ConfigurationErrors, Name);
  IO.optional(Out.Warnings, [&](auto &Warnings) {
    IO.list(Warnings, [&](auto &W) {
      IO.text(W.File);
      IO.text(W.Message);
    });
  });
  IO.list(Out.Times, [&](auto &Time) {
    IO.text(Time.What);
    IO.number(Time.Microseconds);
  });
}

std::string outcomeToBytes(const Outcome &Out) {
  UnitFile Unit;
  Unit.Parts.push_back({"", Out});
  std::string UnitBytes, Bytes;
  llvm::raw_string_ostream UnitInto(UnitBytes), Into(Bytes);
  writeUnit(Unit, UnitInto);
  std::vector<std::string> Dependencies(Out.Dependencies.begin(),
                                        Out.Dependencies.end());
  ByteWriter IO(Into);
  outcome(IO, Out, UnitBytes, Dependencies);
  return Bytes;
}

std::optional<Outcome> outcomeFromBytes(llvm::StringRef Bytes) {
  Outcome Rest;
  std::string UnitBytes;
  std::vector<std::string> Dependencies;
  ByteReader IO(Bytes);
  outcome(IO, Rest, UnitBytes, Dependencies);
  if (IO.failed())
    return std::nullopt;
  auto Unit = readUnit(UnitBytes);
  if (!Unit) {
    llvm::consumeError(Unit.takeError());
    return std::nullopt;
  }
  if (Unit->Parts.size() != 1)
    return std::nullopt;
  Outcome Out = std::move(Unit->Parts.front().Result);
  Out.ProjectFiles = std::move(Rest.ProjectFiles);
  Out.Dependencies.insert(Dependencies.begin(), Dependencies.end());
  Out.ConfigurationErrors = std::move(Rest.ConfigurationErrors);
  Out.Warnings = std::move(Rest.Warnings);
  Out.UsedPrecompiled = Rest.UsedPrecompiled;
  Out.Times = std::move(Rest.Times);
  return Out;
}

} // namespace cotidy::driver
