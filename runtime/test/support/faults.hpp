#pragma once

#include "run_test.hpp"

#include <corun/sleep.hpp>

#include <stdexcept>

namespace corun::test {

struct fault : std::runtime_error {
  fault() : runtime_error("fault") {}
};

/// The suspension points of a scenario, one of which throws.
class faults {
public:
  explicit faults(int at) : at_(at) {}

  /// Suspends.
  task<> point() {
    const bool fails = passed_++ == at_;
    happened_ = happened_ || fails;
    co_await yield();
    if (fails)
      throw fault();
  }

  /// Whether a point has thrown.
  bool happened() const { return happened_; }

  /// From now on none does.
  void end() { at_ = -1; }

private:
  int at_;
  int passed_ = 0;
  bool happened_ = false;
};

/// Runs `scenario(faults&)` again and again, each time with the exception one
/// suspension point later, until it has no such point any more.
template <typename Scenario> void fail_everywhere(Scenario scenario) {
  for (int at = 0;; ++at) {
    SCOPED_TRACE(at);
    faults points(at);
    ASSERT_NO_FATAL_FAILURE(scenario(points));
    if (!points.happened()) {
      ASSERT_GT(at, 1) << "the scenario has no suspension point";
      return;
    }
  }
}

} // namespace corun::test
