//===--- JsonText.h - JSON as text ------------------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SUPPORT_JSONTEXT_H
#define COTIDY_DRIVER_SUPPORT_JSONTEXT_H

#include <nlohmann/json.hpp>
#include <string>

namespace cotidy::driver {

/// \p Document as text, each level \p Indent columns deeper, or all on one line
/// for -1. Sources may hold bytes that are no UTF-8 and JSON may not: they
/// become U+FFFD.
inline std::string jsonText(const nlohmann::ordered_json &Document,
                            int Indent) {
  return Document.dump(Indent, ' ', /*ensure_ascii=*/false,
                       nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SUPPORT_JSONTEXT_H
