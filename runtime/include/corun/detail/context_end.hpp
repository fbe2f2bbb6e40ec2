#pragma once

#include <boost/asio/execution_context.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace corun::detail {

// What keeps an I/O object of a context from one operation to the next, and so
// must let go of it when the context ends.
class context_bound {
public:
  virtual void context_ended(boost::asio::execution_context &context) = 0;

protected:
  ~context_bound() = default;
};

class context_end final : public boost::asio::execution_context::service {
public:
  using key_type = context_end;
  inline static boost::asio::execution_context::id id;

  explicit context_end(boost::asio::execution_context &context)
      : service(context) {}

  // Tells `who`, if it still lives then. More than once does no harm.
  static void tell(boost::asio::execution_context &context,
                   const std::shared_ptr<context_bound> &who) {
    auto &self = boost::asio::use_service<context_end>(context);
    std::lock_guard lock(self.mutex_);
    if (self.bound_.size() == self.bound_.capacity())
      std::erase_if(self.bound_,
                    [](const auto &each) { return each.expired(); });
    self.bound_.push_back(who);
  }

private:
  void shutdown() override {
    std::vector<std::weak_ptr<context_bound>> all;
    {
      std::lock_guard lock(mutex_);
      all.swap(bound_);
    }
    for (const auto &each : all)
      if (const auto it = each.lock())
        it->context_ended(context());
  }

  std::mutex mutex_;
  std::vector<std::weak_ptr<context_bound>> bound_;
};

} // namespace corun::detail
