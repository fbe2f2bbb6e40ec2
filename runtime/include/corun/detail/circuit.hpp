#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace corun {

/// What a `circuit_breaker` does with calls: lets them through (closed), none
/// (open), or some to try (half_open).
enum class circuit_state { closed, open, half_open };

/// So many of the last calls.
///
/// \code
/// corun::failure_share half{0.5, 20};
/// \endcode
struct failure_share {
  /// Above 0, at most 1.
  double share = 0.5;
  /// The last calls that are looked at; above zero. Before there have been as
  /// many, none is judged.
  std::size_t calls = 20;
};

namespace detail {

/// The rules of a circuit breaker, without clock and lock.
class circuit {
public:
  struct limits {
    std::size_t failures;
    std::optional<failure_share> share;
    std::size_t probes;
  };

  enum class ending { success, failure, neither };

  explicit circuit(limits l) : limits_(l) {}

  circuit_state state() const noexcept { return state_; }

  /// Which period of which state a call begins in. A call that ends in another
  /// one has no say any more.
  std::uint64_t period() const noexcept { return period_; }

  void half_open() { enter(circuit_state::half_open); }

  /// False where no call may begin.
  bool begin() noexcept {
    if (state_ == circuit_state::open)
      return false;
    if (state_ == circuit_state::half_open) {
      if (running_ + succeeded_ >= limits_.probes)
        return false;
      ++running_;
    }
    return true;
  }

  /// A call that began in the current period has ended.
  void end(ending how) {
    if (state_ == circuit_state::half_open)
      end_probe(how);
    else if (how != ending::neither)
      count(how == ending::failure);
  }

private:
  void end_probe(ending how) {
    --running_;
    if (how == ending::failure)
      enter(circuit_state::open);
    else if (how == ending::success && ++succeeded_ == limits_.probes)
      enter(circuit_state::closed);
  }

  void count(bool failed) {
    if (!limits_.share) {
      failures_ = failed ? failures_ + 1 : 0;
      if (failures_ >= limits_.failures)
        enter(circuit_state::open);
      return;
    }
    last_.push_back(failed);
    failures_ += failed;
    if (last_.size() > limits_.share->calls) {
      failures_ -= last_.front();
      last_.pop_front();
    }
    if (last_.size() == limits_.share->calls &&
        static_cast<double>(failures_) >=
            limits_.share->share * static_cast<double>(last_.size()))
      enter(circuit_state::open);
  }

  void enter(circuit_state next) {
    state_ = next;
    ++period_;
    running_ = succeeded_ = failures_ = 0;
    last_.clear();
  }

  limits limits_;
  circuit_state state_ = circuit_state::closed;
  std::uint64_t period_ = 0;
  /// Probes.
  std::size_t running_ = 0;
  std::size_t succeeded_ = 0;
  /// In a row, or among the last.
  std::size_t failures_ = 0;
  std::deque<bool> last_;
};

} // namespace detail

} // namespace corun
