//===--- Replacements.cpp - functions that take the place of clangd's -----===//
//
// The linker option --wrap (CMakeLists.txt) leads clangd's calls of these
// functions here.
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "editor/Clangd.h"
#include "editor/EditorTransport.h"
#include "editor/ProjectOptions.h"

#define COTIDY_REPLACES(MANGLED) __asm__("__wrap_" MANGLED)
#define COTIDY_REPLACED(MANGLED) __asm__("__real_" MANGLED)

namespace clang::clangd {

#define COTIDY_FAST "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE"
std::optional<bool> ourIsFast(llvm::StringRef Check)
    COTIDY_REPLACES(COTIDY_FAST);
std::optional<bool> clangdsIsFast(llvm::StringRef Check)
    COTIDY_REPLACED(COTIDY_FAST);

#define COTIDY_DEFAULTS "_ZN5clang6clangd20provideDefaultChecksEv"
TidyProvider ourDefaultChecks() COTIDY_REPLACES(COTIDY_DEFAULTS);
TidyProvider clangdsDefaultChecks() COTIDY_REPLACED(COTIDY_DEFAULTS);

#define COTIDY_TRANSPORT                                                       \
  "_ZN5clang6clangd16newJSONTransportEP8_IO_FILERN4llvm11raw_ostreamEPS4_"     \
  "bNS0_15JSONStreamStyleE"
std::unique_ptr<Transport> ourTransport(std::FILE *In, llvm::raw_ostream &Out,
                                        llvm::raw_ostream *Mirror, bool Pretty,
                                        JSONStreamStyle Style)
    COTIDY_REPLACES(COTIDY_TRANSPORT);
std::unique_ptr<Transport>
clangdsTransport(std::FILE *In, llvm::raw_ostream &Out,
                 llvm::raw_ostream *Mirror, bool Pretty, JSONStreamStyle Style)
    COTIDY_REPLACED(COTIDY_TRANSPORT);

/// clangd runs only checks that it knows to be fast enough.
std::optional<bool> ourIsFast(llvm::StringRef Check) {
  return cotidy::findCheck(Check) ? true : clangdsIsFast(Check);
}

/// clangd asks this provider once `.clang-tidy` and `.clangd` are read.
TidyProvider ourDefaultChecks() {
  return [Theirs = clangdsDefaultChecks()](tidy::ClangTidyOptions &Options,
                                           llvm::StringRef File) {
    std::string Asked = Options.Checks.value_or("");
    Theirs(Options, File);
    cotidy::editor::addProjectOptions(Asked, Options, File);
  };
}

std::unique_ptr<Transport> ourTransport(std::FILE *In, llvm::raw_ostream &Out,
                                        llvm::raw_ostream *Mirror, bool Pretty,
                                        JSONStreamStyle Style) {
  return cotidy::editor::makeTransport(
      clangdsTransport(In, Out, Mirror, Pretty, Style));
}

} // namespace clang::clangd
