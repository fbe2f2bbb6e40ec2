#include "symbols.hpp"

#include <cstdlib>
#include <cxxabi.h>
#include <dlfcn.h>
#include <link.h>
#include <memory>
#include <unistd.h>

#if defined(BACKTRACE_HEADER)
#include BACKTRACE_HEADER
#endif

namespace corun::detail {

namespace {

std::string readable(const char *name) {
  std::string text = name ? name : "";
  // A coroutine's body is its function to who reads this.
  for (std::string_view suffix : {".resume", ".actor", ".destroy", ".cold"})
    if (text.ends_with(suffix))
      text.resize(text.size() - suffix.size());
  if (!text.starts_with("_Z"))
    return text;
  const std::unique_ptr<char, decltype(&std::free)> demangled(
      abi::__cxa_demangle(text.c_str(), nullptr, nullptr, nullptr), &std::free);
  return demangled ? demangled.get() : text;
}

std::string program() {
  char path[4096];
  const auto size = ::readlink("/proc/self/exe", path, sizeof path);
  return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : "";
}

#if defined(BACKTRACE_HEADER)
void no_error(void *, const char *, int) {}

std::vector<stack_frame> functions_at(std::uintptr_t address) {
  static backtrace_state *const state =
      backtrace_create_state(nullptr, 1, no_error, nullptr);
  std::vector<stack_frame> found;
  backtrace_pcinfo(
      state, address,
      [](void *data, std::uintptr_t, const char *file, int line,
         const char *function) {
        static_cast<std::vector<stack_frame> *>(data)->push_back(
            {function ? function : "", file ? file : "", line, 0, {}});
        return 0;
      },
      no_error, &found);
  if (found.empty())
    found.emplace_back();
  // The symbol says more than the debug information of -g1.
  if (!found.back().function.starts_with("_Z"))
    backtrace_syminfo(
        state, address,
        [](void *data, std::uintptr_t, const char *symbol, std::uintptr_t,
           std::uintptr_t) {
          if (symbol)
            *static_cast<std::string *>(data) = symbol;
        },
        no_error, &found.back().function);
  return found;
}
#else
std::vector<stack_frame> functions_at(std::uintptr_t address) {
  Dl_info about{};
  ::dladdr(reinterpret_cast<void *>(address), &about);
  return {{about.dli_sname ? about.dli_sname : "", "", 0, 0, {}}};
}
#endif

} // namespace

std::vector<stack_frame> name_frames(const std::vector<void *> &addresses) {
  static const std::string self = program();
  std::vector<stack_frame> all;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    // Of the call, not of what follows it.
    const auto address =
        reinterpret_cast<std::uintptr_t>(addresses[i]) - (i == 0 ? 0 : 1);
    Dl_info about{};
    link_map *map = nullptr;
    ::dladdr1(reinterpret_cast<void *>(address), &about,
              reinterpret_cast<void **>(&map), RTLD_DL_LINKMAP);
    for (stack_frame &frame : functions_at(address)) {
      frame.function = readable(frame.function.c_str());
      frame.offset = address - (map ? map->l_addr : 0);
      frame.module = map && map->l_name && *map->l_name ? map->l_name : self;
      all.push_back(std::move(frame));
    }
  }
  return all;
}

std::string quoted(std::string_view text) {
  constexpr char hex[] = "0123456789abcdef";
  std::string out = "\"";
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
      continue;
    }
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
  return out + '"';
}

} // namespace corun::detail
