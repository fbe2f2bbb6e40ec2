//===--- StringSwitch.h - LLVM 22's, for 19 ---------------------*- C++ -*-===//
//
// LLVM 22 takes the strings of Cases() as a list, LLVM 19 one by one and at
// most ten.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LLVM_19_STRINGSWITCH_H
#define COTIDY_MODEL_LLVM_19_STRINGSWITCH_H

#include "llvm/ADT/StringRef.h"
#include <initializer_list>
#include <optional>

namespace llvm {
// A name of its own for the linker: the library has the other class.
inline namespace from22 {

template <typename T> class StringSwitch {
public:
  explicit StringSwitch(StringRef Text) : Text(Text) {}
  StringSwitch(const StringSwitch &) = delete;
  StringSwitch &operator=(const StringSwitch &) = delete;

  StringSwitch &Case(StringLiteral Known, T Value) {
    if (!Result && Text == Known)
      Result = std::move(Value);
    return *this;
  }
  StringSwitch &Cases(std::initializer_list<StringLiteral> Known, T Value) {
    for (StringLiteral Each : Known)
      Case(Each, Value);
    return *this;
  }

  // What LLVM 19's own headers call.
  StringSwitch &Cases(StringLiteral Known, StringLiteral Other, T Value) {
    return Cases({Known, Other}, std::move(Value));
  }
  StringSwitch &CaseLower(StringLiteral Known, T Value) {
    if (!Result && Text.equals_insensitive(Known))
      Result = std::move(Value);
    return *this;
  }

  [[nodiscard]] T Default(T Value) {
    return Result ? std::move(*Result) : std::move(Value);
  }

private:
  StringRef Text;
  std::optional<T> Result;
};

} // namespace from22
} // namespace llvm

#endif // COTIDY_MODEL_LLVM_19_STRINGSWITCH_H
