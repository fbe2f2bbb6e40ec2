//===--- FactsFile.h - facts as bytes ---------------------------*- C++ -*-===//
//
// Layout: `COTF`, the version as a little-endian 32-bit number, the xxh3 hash
// of what follows, then the facts as LEB128 numbers and length-prefixed texts.
// Places are differences to the function's own, which makes most of them one
// byte. The same facts give the same bytes on every machine.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_FACTS_FACTSFILE_H
#define COTIDY_MODEL_FACTS_FACTSFILE_H

#include "model/facts/Facts.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy {

/// Raised with every change of the layout or of a meaning.
constexpr uint32_t FactsVersion = 7;

/// Writes \p Facts to \p OS.
void writeFacts(const FileFacts &Facts, llvm::raw_ostream &OS);

/// Reads what writeFacts() wrote. The error says whether \p Bytes are no facts
/// at all, of another version, truncated or damaged; it does not name the file.
/// Never crashes, whatever the bytes.
llvm::Expected<FileFacts> readFacts(llvm::StringRef Bytes);

} // namespace cotidy

#endif // COTIDY_MODEL_FACTS_FACTSFILE_H
