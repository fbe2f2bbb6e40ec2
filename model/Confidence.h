//===--- Confidence.h - how sure a finding is -------------------*- C++ -*-===//
#ifndef COTIDY_MODEL_CONFIDENCE_H
#define COTIDY_MODEL_CONFIDENCE_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>

namespace cotidy {

enum class Confidence : uint8_t { Low, Medium, High };
llvm::StringRef toString(Confidence C);

} // namespace cotidy

#endif // COTIDY_MODEL_CONFIDENCE_H
