#pragma once

#include <corun/loop_monitor.hpp>

#include <string_view>
#include <vector>

namespace corun::detail {

/// Names for the addresses; the first is of an instruction, the others are
/// return addresses. Slow; safe on any thread, but not in a signal handler.
std::vector<stack_frame> name_frames(const std::vector<void *> &addresses);

std::string quoted(std::string_view text);

} // namespace corun::detail
