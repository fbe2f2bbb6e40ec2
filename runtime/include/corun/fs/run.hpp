#pragma once

#include <corun/detail/offload.hpp>
#include <corun/task.hpp>
#include <corun/thread_pool.hpp>

#include <filesystem>
#include <utility>

namespace corun::fs {

using std::filesystem::copy_options;
using std::filesystem::directory_entry;
using std::filesystem::directory_options;
using std::filesystem::file_status;
using std::filesystem::file_time_type;
using std::filesystem::path;
using std::filesystem::perm_options;
using std::filesystem::perms;
using std::filesystem::space_info;

namespace detail {
template <class F> auto run(F f) {
  return corun::detail::offload(default_thread_pool(), std::move(f));
}
} // namespace detail

} // namespace corun::fs
