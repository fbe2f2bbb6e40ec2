#include "checks/Finding.h"
#include <nlohmann/json.hpp>

namespace cotidy {

static constexpr llvm::StringLiteral Marker = "cotidy:";

std::string FindingFacts::encode() const {
  nlohmann::json Object = {{"certainty", static_cast<int>(Certainty)},
                           {"category", Category},
                           {"function", Function},
                           {"fixes", nlohmann::json::array()}};
  for (const FixFacts &Fix : Fixes)
    Object["fixes"].push_back(
        {{"title", Fix.Title}, {"safe", Fix.Level == Applicability::Safe}});
  return Marker.str() +
         Object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<FindingFacts> FindingFacts::decode(llvm::StringRef FlagValue) {
  if (!FlagValue.consume_front(Marker))
    return std::nullopt;
  auto Object = nlohmann::json::parse(FlagValue.begin(), FlagValue.end(),
                                      nullptr, /*allow_exceptions=*/false);
  if (Object.is_discarded())
    return std::nullopt;
  FindingFacts Facts;
  Facts.Certainty = static_cast<Confidence>(Object.value("certainty", 2));
  Facts.Category = Object.value("category", "");
  Facts.Function = Object.value("function", "");
  for (const auto &Fix : Object["fixes"])
    Facts.Fixes.push_back({Fix.value("title", ""),
                           Fix.value("safe", false) ? Applicability::Safe
                                                    : Applicability::Unsafe});
  return Facts;
}

} // namespace cotidy
