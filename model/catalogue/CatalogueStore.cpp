#include "model/catalogue/CatalogueStore.h"
#include "model/code/FileStamp.h"
#include <map>
#include <mutex>

namespace cotidy {
namespace {

struct Loaded {
  std::vector<FileStamp> Stamps;
  std::shared_ptr<const Catalogue> Result;
  std::string Error;
};

Loaded load(const std::vector<std::string> &Files,
            std::vector<FileStamp> Stamps) {
  auto Result = Catalogue::load(Files);
  if (Result)
    return {std::move(Stamps), std::move(*Result), ""};
  return {std::move(Stamps), Catalogue::builtin(),
          llvm::toString(Result.takeError())};
}

} // namespace

std::shared_ptr<const Catalogue> sharedCatalogue(llvm::StringRef Files,
                                                 std::string &Error) {
  llvm::SmallVector<llvm::StringRef, 4> Parts;
  Files.split(Parts, ';', -1, /*KeepEmpty=*/false);
  if (Parts.empty())
    return Catalogue::builtin();
  std::vector<std::string> Names(Parts.begin(), Parts.end());
  // Before the files are read: a change in between is then seen next time.
  std::vector<FileStamp> Stamps(Names.begin(), Names.end());

  static std::mutex Lock;
  static std::map<std::string, Loaded> Known;
  std::lock_guard<std::mutex> Guard(Lock);
  Loaded &Entry = Known[Files.str()];
  if (!Entry.Result || Entry.Stamps != Stamps)
    Entry = load(Names, std::move(Stamps));
  Error = Entry.Error;
  return Entry.Result;
}

} // namespace cotidy
