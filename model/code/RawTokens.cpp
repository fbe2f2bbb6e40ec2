#include "model/code/RawTokens.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

bool anyRawToken(StringRef Text, const LangOptions &Options,
                 llvm::function_ref<bool(const Token &, StringRef)> Is) {
  // A copy: a lexer goes on to the NUL at the end of its text.
  std::string Copy = Text.str();
  Lexer Tokens(SourceLocation(), Options, Copy.data(), Copy.data(),
               Copy.data() + Copy.size());
  Tokens.SetCommentRetentionState(true);
  Token Next;
  bool AtEnd = false;
  while (!AtEnd) {
    AtEnd = Tokens.LexFromRawLexer(Next);
    StringRef Read(Copy.data(), Tokens.getBufferLocation() - Copy.data());
    if (Is(Next, Read.take_back(Next.getLength())))
      return true;
  }
  return false;
}

bool isRawName(const Token &T, StringRef Name) {
  return T.is(tok::raw_identifier) && T.getRawIdentifier() == Name;
}

} // namespace cotidy
