//===--- PluginLoader.cpp - the version guard of the plugin ---------------===//
//
// libcotidy.so itself uses nothing of clang. The module proper is built against
// one version of clang, and in a clang-tidy of another the dynamic linker would
// stop at the first missing symbol, or worse, find one of another layout. So
// this small library is what clang-tidy loads: it asks the program around it
// which version it is and loads the module of that version from its own folder,
// or says in one sentence why it cannot.
//
//===----------------------------------------------------------------------===//
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <string>
#include <string_view>

namespace {

/// `clang::getClangFullVersion()` of the program around us, or empty.
std::string hostVersion() {
  using Function = std::string (*)();
  void *Symbol = dlsym(RTLD_DEFAULT, "_ZN5clang19getClangFullVersionB5cxx11Ev");
  return Symbol ? reinterpret_cast<Function>(Symbol)() : std::string();
}

/// The major version in `Debian clang version 22.1.8`, or 0.
int majorVersion(const std::string &FullVersion) {
  constexpr std::string_view Before = "version ";
  size_t At = FullVersion.find(Before);
  int Major = 0;
  if (At != std::string::npos)
    std::from_chars(FullVersion.data() + At + Before.size(),
                    FullVersion.data() + FullVersion.size(), Major);
  return Major;
}

[[noreturn]] void refuse(const std::string &Why) {
  std::fprintf(stderr, "cotidy: %s\n", Why.c_str());
  std::_Exit(2);
}

[[gnu::constructor]] void loadModule() {
  const std::string Wanted = std::to_string(COTIDY_LLVM_VERSION_MAJOR);
  std::string Host = hostVersion();
  if (Host.empty())
    refuse("libcotidy.so is a plugin for clang-tidy-" + Wanted +
           "; the program that loads it has no clang in it");
  if (majorVersion(Host) != COTIDY_LLVM_VERSION_MAJOR)
    refuse("this plugin is built for clang-tidy " + Wanted +
           " and cannot run in '" + Host + "'; use clang-tidy-" + Wanted +
           ", or build cotidy against that version");

  Dl_info Self;
  if (!dladdr(reinterpret_cast<void *>(&loadModule), &Self))
    refuse("libcotidy.so cannot find out where it was loaded from");
  std::string Path(Self.dli_fname);
  size_t Slash = Path.rfind('/');
  Path.resize(Slash == std::string::npos ? 0 : Slash + 1);
  Path += "libcotidy-" + Wanted + ".so";
  if (!dlopen(Path.c_str(), RTLD_NOW | RTLD_GLOBAL))
    refuse(std::string("the module does not load: ") + dlerror());
}

} // namespace
