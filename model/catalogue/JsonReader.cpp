#include "model/catalogue/JsonReader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace cotidy {

llvm::StringRef nearestName(llvm::StringRef Word,
                            llvm::ArrayRef<llvm::StringRef> Known) {
  llvm::StringRef Best;
  unsigned BestDistance = std::max<unsigned>(2, Word.size() / 3) + 1;
  for (llvm::StringRef Name : Known) {
    unsigned Distance = Word.edit_distance(Name, true, BestDistance);
    if (Distance < BestDistance) {
      BestDistance = Distance;
      Best = Name;
    }
  }
  return Best;
}

std::string unknownName(llvm::StringRef What, llvm::StringRef Word,
                        llvm::ArrayRef<llvm::StringRef> Known) {
  std::string Text = ("unknown " + What + " '" + Word + "'").str();
  llvm::StringRef Nearest = nearestName(Word, Known);
  if (!Nearest.empty())
    return Text + "; did you mean '" + Nearest.str() + "'?";
  return Text + "; known are: " + llvm::join(Known, ", ");
}

void JsonReader::fail(const llvm::Twine &Message) const {
  if (!*FirstError)
    *FirstError = Path.empty() ? Message.str() : (Path + ": " + Message).str();
}

JsonReader JsonReader::operator[](llvm::StringRef Key) const {
  const llvm::json::Object *Object = Value ? Value->getAsObject() : nullptr;
  const llvm::json::Value *Member = Object ? Object->get(Key) : nullptr;
  // The path is needed for errors only, which an absent value cannot have.
  if (!Member)
    return JsonReader(nullptr, {}, FirstError);
  return JsonReader(Member, Path.empty() ? Key.str() : Path + "." + Key.str(),
                    FirstError);
}

JsonReader JsonReader::required(llvm::StringRef Key) const {
  JsonReader Member = (*this)[Key];
  if (!Member && Value)
    fail("needs the key '" + Key + "'");
  return Member;
}

void JsonReader::allowKeys(llvm::ArrayRef<llvm::StringRef> Keys) const {
  if (!Value)
    return;
  const llvm::json::Object *Object = Value->getAsObject();
  if (!Object)
    return fail("must be an object");
  for (const auto &[Key, Member] : *Object)
    if (!llvm::is_contained(Keys, llvm::StringRef(Key)))
      return fail(unknownName("key", Key, Keys));
}

void JsonReader::forEach(llvm::function_ref<void(JsonReader)> Visit) const {
  if (!Value)
    return;
  const llvm::json::Array *Array = Value->getAsArray();
  if (!Array)
    return fail("must be an array");
  for (const auto &[Index, Element] : llvm::enumerate(*Array))
    Visit(JsonReader(&Element, Path + "[" + std::to_string(Index) + "]",
                     FirstError));
}

void JsonReader::forEachMember(
    llvm::function_ref<void(llvm::StringRef, JsonReader)> Visit) const {
  if (!Value)
    return;
  const llvm::json::Object *Object = Value->getAsObject();
  if (!Object)
    return fail("must be an object");
  for (const auto &[Key, Member] : *Object)
    Visit(Key, (*this)[Key]);
}

bool JsonReader::isString() const {
  return Value && Value->kind() == llvm::json::Value::String;
}

bool JsonReader::isNull() const {
  return Value && Value->kind() == llvm::json::Value::Null;
}

bool JsonReader::isInteger() const {
  return Value && Value->getAsInteger().has_value();
}

std::string JsonReader::string(llvm::StringRef Default) const {
  if (!Value)
    return Default.str();
  if (std::optional<llvm::StringRef> Text = Value->getAsString())
    return Text->str();
  fail("must be a string");
  return Default.str();
}

int64_t JsonReader::integer(int64_t Default) const {
  if (!Value)
    return Default;
  if (std::optional<int64_t> Number = Value->getAsInteger())
    return *Number;
  fail("must be an integer");
  return Default;
}

double JsonReader::number(double Default) const {
  if (!Value)
    return Default;
  if (std::optional<double> Number = Value->getAsNumber())
    return *Number;
  fail("must be a number");
  return Default;
}

bool JsonReader::boolean(bool Default) const {
  if (!Value)
    return Default;
  if (std::optional<bool> Truth = Value->getAsBoolean())
    return *Truth;
  fail("must be true or false");
  return Default;
}

std::vector<std::string> JsonReader::strings() const {
  std::vector<std::string> Result;
  forEach([&](JsonReader Element) { Result.push_back(Element.string()); });
  return Result;
}

std::map<std::string, std::string> JsonReader::stringMap() const {
  std::map<std::string, std::string> Result;
  forEachMember([&](llvm::StringRef Key, JsonReader Member) {
    Result[Key.str()] = Member.string();
  });
  return Result;
}

} // namespace cotidy
