//===--- Bytes.h - values as bytes ------------------------------*- C++ -*-===//
//
// A layout is described once, by a template over a ByteWriter or a ByteReader
// that every value passes through by reference.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_FACTS_BYTES_H
#define COTIDY_MODEL_FACTS_BYTES_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/DataExtractor.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace cotidy {

/// Writes values behind each other: numbers as LEB128, texts and lists with
/// their length in front.
class ByteWriter {
public:
  explicit ByteWriter(llvm::raw_ostream &OS) : OS(OS) {}
  static constexpr bool Reads = false;

  template <typename T> void number(const T &Value) {
    llvm::encodeULEB128(static_cast<uint64_t>(Value), OS);
  }
  void difference(uint32_t Value, uint32_t Base) {
    llvm::encodeSLEB128(int64_t(Value) - int64_t(Base), OS);
  }
  void integer(int64_t Value) { llvm::encodeSLEB128(Value, OS); }
  /// An enumerator; \p Last is the one with the greatest value.
  template <typename T> void choice(const T &Value, T) { number(Value); }
  void id(const uint64_t &Value) {
    char Bytes[sizeof(Value)];
    llvm::support::endian::write64le(Bytes, Value);
    OS.write(Bytes, sizeof(Bytes));
  }
  void text(const std::string &Value) {
    number(Value.size());
    OS << Value;
  }
  template <typename T, typename Each>
  void optional(const std::optional<T> &Value, Each Item) {
    number(Value.has_value());
    if (Value)
      Item(*Value);
  }
  template <typename T, typename Each>
  void list(const std::vector<T> &Values, Each Item) {
    number(Values.size());
    for (const T &Value : Values)
      Item(Value);
  }

private:
  llvm::raw_ostream &OS;
};

/// Reads what a ByteWriter wrote. What is not there reads as nothing, so that
/// errors need asking for once: failed(), at the end.
class ByteReader {
public:
  explicit ByteReader(llvm::StringRef Bytes)
      : Data(Bytes, /*IsLittleEndian=*/true, /*AddressSize=*/8), At(0) {}
  static constexpr bool Reads = true;

  template <typename T> void number(T &Value) {
    Value = static_cast<T>(Data.getULEB128(At));
  }
  void difference(uint32_t &Value, uint32_t Base) {
    Value = static_cast<uint32_t>(Base + Data.getSLEB128(At));
  }
  void integer(int64_t &Value) { Value = Data.getSLEB128(At); }
  template <typename T> void choice(T &Value, T Last) {
    uint64_t Number = Data.getULEB128(At);
    Bad |= Number > static_cast<uint64_t>(Last);
    Value = static_cast<T>(std::min(Number, static_cast<uint64_t>(Last)));
  }
  void id(uint64_t &Value) { Value = Data.getU64(At); }
  void text(std::string &Value) {
    Value.clear();
    appendText(Value);
  }
  void appendText(std::string &Value) {
    uint64_t Size = Data.getULEB128(At);
    Value += Data.getBytes(At, Size);
  }
  template <typename T, typename Each>
  void optional(std::optional<T> &Value, Each Item) {
    if (Data.getULEB128(At))
      Item(Value.emplace());
  }
  /// The length of a list whose elements are to be read one by one.
  uint64_t listSize() {
    uint64_t Size = Data.getULEB128(At);
    // An element takes a byte at least, so a damaged size asks for no memory.
    if (At && Size <= Data.size() - At.tell())
      return Size;
    Bad = true;
    return 0;
  }
  template <typename T, typename Each>
  void list(std::vector<T> &Values, Each Item) {
    Values.resize(listSize());
    for (T &Value : Values) {
      if (!At || Bad)
        return;
      Item(Value);
    }
  }
  /// Whether anything was missing, wrong or left over.
  bool failed() {
    bool Failed = Bad || !At || At.tell() != Data.size();
    llvm::consumeError(At.takeError());
    return Failed;
  }

private:
  llvm::DataExtractor Data;
  llvm::DataExtractor::Cursor At;
  bool Bad = false;
};

} // namespace cotidy

#endif // COTIDY_MODEL_FACTS_BYTES_H
