//===--- RawTokens.h - tokens of a text, not preprocessed -------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_RAWTOKENS_H
#define COTIDY_MODEL_CODE_RAWTOKENS_H

#include "clang/Lex/Token.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy {

/// Whether a token of \p Text, comments among them, \p Is what is looked for;
/// it is told how the token is written, too. Identifiers and keywords are raw
/// ones, directives are tokens like any other, and what no condition lets
/// through is there.
bool anyRawToken(
    llvm::StringRef Text, const clang::LangOptions &Options,
    llvm::function_ref<bool(const clang::Token &, llvm::StringRef Written)> Is);

/// Whether \p T is the identifier or keyword \p Name.
bool isRawName(const clang::Token &T, llvm::StringRef Name);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_RAWTOKENS_H
