#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace corun {

namespace asio = boost::asio;

/// The coroutine type of every operation: a Boost.Asio awaitable, so that any
/// Boost.Asio coroutine awaits it as it is.
///
/// A task is lazy: it starts when it is awaited, spawned or handed to a
/// combinator. It runs on the executor of the coroutine that awaits it, which
/// must be serial, as Asio asks of every coroutine that can be cancelled: a
/// context run by one thread, or a strand.
///
/// \code
/// corun::task<int> answer() { co_return 42; }
/// corun::task<> caller() { int a = co_await answer(); (void)a; }
/// \endcode
template <typename T = void> using task = asio::awaitable<T>;

} // namespace corun
