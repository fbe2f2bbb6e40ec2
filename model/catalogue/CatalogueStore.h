//===--- CatalogueStore.h - catalogues that files share ---------*- C++ -*-===//
#ifndef COTIDY_MODEL_CATALOGUE_CATALOGUESTORE_H
#define COTIDY_MODEL_CATALOGUE_CATALOGUESTORE_H

#include "model/catalogue/Catalogue.h"

namespace cotidy {

/// The catalogue with the project's own \p Files (separated by ';'), loaded
/// once for all translation units and again when one of the files changes,
/// which in an editor it does. Where a file cannot be used, \p Error says why,
/// and the compiled-in catalogue is returned. Thread-safe.
std::shared_ptr<const Catalogue> sharedCatalogue(llvm::StringRef Files,
                                                 std::string &Error);

} // namespace cotidy

#endif // COTIDY_MODEL_CATALOGUE_CATALOGUESTORE_H
