#include "model/tasks/Idioms.h"

using namespace clang;

namespace cotidy {

std::string idiomFor(const CodeBody &Body, StringRef Purpose, StringRef Default,
                     const AsyncModel &Model) {
  if (const PackInfo *Runtime = Model.catalogue().runtimeOf(*Body.Function))
    if (auto It = Runtime->Idioms.find(Purpose.str());
        It != Runtime->Idioms.end())
      return It->second;
  return Default.str();
}

} // namespace cotidy
