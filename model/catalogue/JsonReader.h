//===--- JsonReader.h - strict reading of JSON ------------------*- C++ -*-===//
//
// A cursor over a JSON value that remembers where it is and keeps the first
// error, so that reading code needs no error handling of its own: after an
// error, values are empty.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CATALOGUE_JSONREADER_H
#define COTIDY_MODEL_CATALOGUE_JSONREADER_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cotidy {

/// The element of \p Known that \p Word is most likely meant to be, or empty.
llvm::StringRef nearestName(llvm::StringRef Word,
                            llvm::ArrayRef<llvm::StringRef> Known);

/// `unknown WHAT 'x'; did you mean 'y'?`, or the known ones where none is near.
std::string unknownName(llvm::StringRef What, llvm::StringRef Word,
                        llvm::ArrayRef<llvm::StringRef> Known);

class JsonReader {
public:
  /// The root of a document. The first error is written to \p FirstError.
  JsonReader(const llvm::json::Value &Root,
             std::optional<std::string> &FirstError)
      : Value(&Root), FirstError(&FirstError) {}

  explicit operator bool() const { return Value != nullptr; }

  /// The member \p Key; an empty reader where it is missing.
  JsonReader operator[](llvm::StringRef Key) const;

  /// As operator[], and an error where it is missing.
  JsonReader required(llvm::StringRef Key) const;

  /// Reports every key that is not in \p Keys.
  void allowKeys(llvm::ArrayRef<llvm::StringRef> Keys) const;

  void forEach(llvm::function_ref<void(JsonReader)> Visit) const;
  void forEachMember(
      llvm::function_ref<void(llvm::StringRef, JsonReader)> Visit) const;

  bool isString() const;
  bool isNull() const;
  bool isInteger() const;

  /// The value, or \p Default where the reader is empty; an error where it is
  /// of another type.
  std::string string(llvm::StringRef Default = "") const;
  int64_t integer(int64_t Default = 0) const;
  double number(double Default = 0) const;
  bool boolean(bool Default = false) const;
  std::vector<std::string> strings() const;
  std::map<std::string, std::string> stringMap() const;

  /// The enumerator the value names.
  template <typename T>
  T enumerator(llvm::StringRef What,
               llvm::ArrayRef<std::pair<llvm::StringRef, T>> Known,
               T Default) const {
    if (!Value)
      return Default;
    std::string Word = string();
    llvm::SmallVector<llvm::StringRef, 32> Names;
    for (const auto &[Name, Enumerator] : Known) {
      if (Word == Name)
        return Enumerator;
      Names.push_back(Name);
    }
    fail(unknownName(What, Word, Names));
    return Default;
  }

  /// Records an error at this place.
  void fail(const llvm::Twine &Message) const;

private:
  JsonReader(const llvm::json::Value *Value, std::string Path,
             std::optional<std::string> *FirstError)
      : Value(Value), Path(std::move(Path)), FirstError(FirstError) {}

  const llvm::json::Value *Value;
  std::string Path; ///< `groups[2].functions[0]`
  std::optional<std::string> *FirstError;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CATALOGUE_JSONREADER_H
