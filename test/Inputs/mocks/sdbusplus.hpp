//===--- sdbusplus.hpp - OpenBMC's sdbusplus::async, names only -*- C++ -*-===//
#ifndef COTIDY_TEST_MOCKS_SDBUSPLUS_HPP
#define COTIDY_TEST_MOCKS_SDBUSPLUS_HPP

#include "stdexec.hpp"
#include "support.hpp"
#include <chrono>

namespace sdbusplus::async {

namespace execution = stdexec;
template <typename T = void> using task = exec::task<T>;

class context {
public:
  context() = default;
  context(const context &) = delete;
  void run();
  template <typename Sender> void spawn(Sender &&sender) {}
  void request_stop() noexcept;
};

template <typename Rep, typename Period>
auto sleep_for(context &, std::chrono::duration<Rep, Period>) {
  return stdexec::__mock_sender<void>();
}

class fdio {
public:
  fdio(context &ctx, int fd);
  fdio(const fdio &) = delete;
  auto next() noexcept { return stdexec::__mock_sender<void>(); }
};

} // namespace sdbusplus::async

#endif // COTIDY_TEST_MOCKS_SDBUSPLUS_HPP
