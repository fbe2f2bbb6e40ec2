#include "driver/settings/Configuration.h"
#include "driver/settings/CommandLine.h"
#include "driver/settings/CompileDatabase.h"
#include "driver/settings/Suggest.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace json = llvm::json;

namespace cotidy::driver {
namespace {

llvm::Expected<std::string> readString(const json::Value &V,
                                       llvm::StringRef Key) {
  if (auto S = V.getAsString())
    return S->str();
  return usageError("'" + Key + "' must be a string");
}

llvm::Expected<std::vector<std::string>> readStrings(const json::Value &V,
                                                     llvm::StringRef Key) {
  std::vector<std::string> Strings;
  const json::Array *Array = V.getAsArray();
  if (!Array)
    return usageError("'" + Key + "' must be an array of strings");
  for (const json::Value &Item : *Array) {
    auto S = Item.getAsString();
    if (!S)
      return usageError("'" + Key + "' must be an array of strings");
    Strings.push_back(S->str());
  }
  return Strings;
}

/// Reads a string by \p Parse, which names bad values.
template <typename ParseT, typename T>
llvm::Error readNamed(const json::Value &V, llvm::StringRef Key, ParseT Parse,
                      std::optional<T> &Into) {
  auto Name = readString(V, Key);
  if (!Name)
    return Name.takeError();
  auto Value = Parse(*Name);
  if (!Value)
    return usageError("'" + Key + "': " + llvm::toString(Value.takeError()));
  Into = *Value;
  return llvm::Error::success();
}

using Reader = llvm::Error (*)(const json::Value &, Configuration &,
                               llvm::StringRef Folder);

struct Key {
  llvm::StringRef Name;
  Reader Read;
};

const Key Keys[] = {
    {"//", // a comment
     [](const json::Value &V, Configuration &, llvm::StringRef) -> llvm::Error {
       return V.getAsString() ? llvm::Error::success()
                              : readStrings(V, "//").takeError();
     }},
    {"$schema",
     [](const json::Value &V, Configuration &, llvm::StringRef) -> llvm::Error {
       return readString(V, "$schema").takeError();
     }},
    {"catalogs",
     [](const json::Value &V, Configuration &C,
        llvm::StringRef Folder) -> llvm::Error {
       auto Files = readStrings(V, "catalogs");
       if (!Files)
         return Files.takeError();
       for (const std::string &File : *Files) {
         C.Catalogs.push_back(absolutePath(File, Folder));
         if (!llvm::sys::fs::exists(C.Catalogs.back()))
           return usageError("'catalogs': no such file: '" + C.Catalogs.back() +
                             "'");
       }
       return llvm::Error::success();
     }},
    {"fixTargets",
     [](const json::Value &V, Configuration &C,
        llvm::StringRef) -> llvm::Error {
       auto Names = readStrings(V, "fixTargets");
       if (!Names)
         return Names.takeError();
       C.FixTargets = *Names;
       return llvm::Error::success();
     }},
    {"baseline",
     [](const json::Value &V, Configuration &C,
        llvm::StringRef Folder) -> llvm::Error {
       auto File = readString(V, "baseline");
       if (!File)
         return File.takeError();
       C.Baseline = absolutePath(*File, Folder);
       return llvm::Error::success();
     }},
    {"profile",
     [](const json::Value &V, Configuration &C,
        llvm::StringRef) -> llvm::Error {
       auto Parse = [](llvm::StringRef Name) -> llvm::Expected<std::string> {
         if (llvm::Error E = checkProfileName(Name))
           return E;
         return Name.str();
       };
       return readNamed(V, "profile", Parse, C.Profile);
     }},
    {"checks",
     [](const json::Value &V, Configuration &C,
        llvm::StringRef) -> llvm::Error {
       auto Globs = readString(V, "checks");
       if (!Globs)
         return Globs.takeError();
       C.Checks = *Globs;
       return llvm::Error::success();
     }},
    {"exclude",
     [](const json::Value &V, Configuration &C,
        llvm::StringRef) -> llvm::Error {
       auto Globs = readStrings(V, "exclude");
       if (!Globs)
         return Globs.takeError();
       C.Exclude = *Globs;
       return llvm::Error::success();
     }},
    {"minConfidence",
     [](const json::Value &V, Configuration &C,
        llvm::StringRef) -> llvm::Error {
       return readNamed(V, "minConfidence", parseConfidence,
                        C.Limits.MinConfidence);
     }},
    {"failLevel",
     [](const json::Value &V, Configuration &C,
        llvm::StringRef) -> llvm::Error {
       return readNamed(V, "failLevel", parseLevel, C.Limits.FailLevel);
     }},
};

} // namespace

llvm::Expected<Configuration> readConfiguration(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Buffer)
    return usageError("cannot read '" + File +
                      "': " + Buffer.getError().message());
  auto Json = json::parse((*Buffer)->getBuffer());
  if (!Json) {
    // "[line:column, byte=N]: what is wrong"
    std::string Message = llvm::toString(Json.takeError());
    auto [Where, Reason] = llvm::StringRef(Message).drop_front().split(", ");
    return usageError(File + ":" + Where + ": " + Reason.split("]: ").second);
  }
  const json::Object *Object = Json->getAsObject();
  if (!Object)
    return usageError(File + ": expected an object");

  Configuration C;
  llvm::StringRef Folder = llvm::sys::path::parent_path(File);
  std::vector<std::string> Known;
  for (const Key &K : Keys)
    Known.push_back(K.Name.str());
  for (const auto &[ObjectKey, Value] : *Object) {
    llvm::StringRef Name = ObjectKey;
    const Key *K = llvm::find_if(
        Keys, [&](const Key &Candidate) { return Candidate.Name == Name; });
    if (K == std::end(Keys))
      return usageError(File + ": unknown key '" + Name + "'" +
                        suggestion(Name, Known));
    if (llvm::Error E = K->Read(Value, C, Folder))
      return usageError(File + ": " + llvm::toString(std::move(E)));
  }
  return C;
}

} // namespace cotidy::driver
