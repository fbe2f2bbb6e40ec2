#pragma once

#include <corun/task.hpp>
#include <corun/to_thread.hpp>

#include <functional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace corun::detail {

struct no_interrupt {
  void operator()() const noexcept {}
};

// to_thread, with a function that a cancellation calls while `f` runs and only
// then, on the cancelling thread, so that `f` ends early. `f` and `interrupt`
// may refer to the awaiting frame.
template <class F, class Interrupt = no_interrupt>
task<std::invoke_result_t<F &>> offload(thread_pool &pool, F f,
                                        Interrupt interrupt = {}) {
  return to_thread(pool, [f = std::move(f), interrupt = std::move(interrupt)](
                             std::stop_token stop) mutable {
    const std::stop_callback on_stop(stop, std::ref(interrupt));
    return f();
  });
}

} // namespace corun::detail
