#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/version.hpp>

#include <type_traits>

// How the frames of Asio's coroutines hang together is no part of its
// interface. What stands here was read in these versions, and nothing of it is
// used with others.
#if BOOST_VERSION >= 108000 && BOOST_VERSION <= 108100
#define CORUN_HAS_AWAITABLE_FRAMES 1
#else
#define CORUN_HAS_AWAITABLE_FRAMES 0
#endif

namespace corun::detail {

namespace asio = boost::asio;

#if CORUN_HAS_AWAITABLE_FRAMES

using frame_base = asio::detail::awaitable_frame_base<asio::any_io_executor>;
using frame_thread = asio::detail::awaitable_thread<asio::any_io_executor>;
using entry_frame =
    asio::detail::awaitable_frame<asio::detail::awaitable_thread_entry_point,
                                  asio::any_io_executor>;

struct frame_members : frame_base {
  static constexpr auto coroutine = &frame_members::coro_;
  static constexpr auto thread = &frame_members::attached_thread_;
  static constexpr auto caller = &frame_members::caller_;
};

/// A private member, by the rule that explicit instantiations may name it.
template <frame_base *entry_frame::*Member> struct name_top_of_stack {
  friend frame_base *entry_frame::*top_of_stack() { return Member; }
};
frame_base *entry_frame::*top_of_stack();
template struct name_top_of_stack<&entry_frame::top_of_stack_>;

/// Awaited, calls `use(frame)` with the awaiting coroutine's frame; does not
/// suspend for longer.
template <typename Use> struct with_frame {
  frame_thread *operator()(frame_base *frame) {
    use(frame);
    return nullptr;
  }
  Use use;
};

/// The code that the coroutine of \p frame runs next. All compilers put the
/// function that resumes a coroutine first into its frame.
inline void *code_of(frame_base *frame) {
  return *static_cast<void **>((frame->*frame_members::coroutine).address());
}

#endif

} // namespace corun::detail
