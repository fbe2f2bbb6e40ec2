//===--- PackReading.h - what packs of all kinds have -----------*- C++ -*-===//
#ifndef COTIDY_MODEL_CATALOGUE_PACKREADING_H
#define COTIDY_MODEL_CATALOGUE_PACKREADING_H

#include "model/catalogue/CatalogueLoader.h"
#include "model/catalogue/JsonReader.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

/// A name as QualifiedName.h has it; wildcards where they have a meaning.
std::string nameOf(JsonReader J);

/// An argument's index, or one of \p Words, which count from -1 down.
int argumentOf(JsonReader J, int Default,
               std::initializer_list<llvm::StringRef> Words);

/// Overwrites in \p Where what \p J says.
void readAvailability(JsonReader J, Availability &Where);

/// Calls \p Add with each name of \p J, a leading `$` replaced by each of the
/// runtime's namespaces.
void forEachName(JsonReader J, llvm::ArrayRef<std::string> Namespaces,
                 llvm::function_ref<void(std::string)> Add);

/// Reads `clients`, which packs of libraries and of runtimes have.
void readClients(JsonReader J, llvm::ArrayRef<std::string> Namespaces, Pack &P);

/// Reads a pack of the kind `threads`, but for what all packs have.
void readThreads(JsonReader J, Pack &P);

/// The same for the kind `fixes`.
void readFixes(JsonReader J, Pack &P);

} // namespace cotidy

#endif // COTIDY_MODEL_CATALOGUE_PACKREADING_H
