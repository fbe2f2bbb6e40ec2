#pragma once

#include <corun/channel.hpp>
#include <corun/detail/stream_source.hpp>
#include <corun/event.hpp>
#include <corun/semaphore.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace corun::detail {

template <typename T> using source_ptr = std::unique_ptr<stream_source<T>>;

template <typename T, typename Fn>
class map_source final : public stream_source<call_result<Fn, T>> {
  using value_type = call_result<Fn, T>;

public:
  map_source(source_ptr<T> from, Fn fn)
      : from_(std::move(from)), fn_(std::move(fn)) {}

  task<std::optional<value_type>> next(scope &in) override {
    auto item = co_await from_->next(in);
    if (!item)
      co_return std::nullopt;
    if constexpr (call_type<Fn, T>::is_task)
      co_return co_await std::invoke(fn_, std::move(*item));
    else
      co_return std::invoke(fn_, std::move(*item));
  }

  task<std::optional<task<value_type>>> next_task(scope &in) override {
    auto item = co_await from_->next_task(in);
    if (!item)
      co_return std::nullopt;
    co_return apply(std::move(*item));
  }

private:
  task<value_type> apply(task<T> before) {
    T item = co_await std::move(before);
    if constexpr (call_type<Fn, T>::is_task)
      co_return co_await std::invoke(fn_, std::move(item));
    else
      co_return std::invoke(fn_, std::move(item));
  }

  source_ptr<T> from_;
  Fn fn_;
};

template <typename T, typename Fn>
class filter_source final : public stream_source<T> {
public:
  filter_source(source_ptr<T> from, Fn fn)
      : from_(std::move(from)), fn_(std::move(fn)) {}

  task<std::optional<T>> next(scope &in) override {
    while (auto item = co_await from_->next(in)) {
      bool stays;
      if constexpr (call_type<Fn, const T &>::is_task)
        stays = co_await std::invoke(fn_, std::as_const(*item));
      else
        stays = std::invoke(fn_, std::as_const(*item));
      if (stays)
        co_return item;
    }
    co_return std::nullopt;
  }

private:
  source_ptr<T> from_;
  Fn fn_;
};

template <typename T>
class batch_source final : public stream_source<std::vector<T>> {
public:
  batch_source(source_ptr<T> from, std::size_t size)
      : from_(std::move(from)), size_(size) {}

  task<std::optional<std::vector<T>>> next(scope &in) override {
    std::vector<T> items;
    while (!ended_ && items.size() < size_) {
      if (auto item = co_await from_->next(in))
        items.push_back(std::move(*item));
      else
        ended_ = true;
    }
    if (items.empty())
      co_return std::nullopt;
    co_return items;
  }

private:
  source_ptr<T> from_;
  std::size_t size_;
  bool ended_ = false;
};

template <typename T> class take_source final : public stream_source<T> {
public:
  take_source(source_ptr<T> from, std::size_t count)
      : from_(std::move(from)), left_(count) {}

  task<std::optional<T>> next(scope &in) override {
    if (left_ == 0)
      co_return std::nullopt;
    --left_;
    co_return co_await from_->next(in);
  }

private:
  source_ptr<T> from_;
  std::size_t left_;
};

/// Starts the tasks of the next items before they are asked for. One that
/// fails is told when it is its turn.
template <typename T> class buffered_source final : public stream_source<T> {
public:
  buffered_source(source_ptr<T> from, std::size_t count)
      : from_(std::move(from)), free_(count) {}

  task<std::optional<T>> next(scope &in) override {
    if (!std::exchange(started_, true))
      in.spawn(pull(in));
    const auto first = co_await seats_.next();
    if (!first)
      co_return std::nullopt;
    seat &its = **first;
    co_await its.done.wait();
    its.place.release();
    if (its.error)
      std::rethrow_exception(its.error);
    co_return std::move(its.item);
  }

private:
  struct seat {
    semaphore::permit place;
    event done;
    std::optional<T> item;
    std::exception_ptr error;
  };
  using seat_ptr = std::shared_ptr<seat>;

  task<> pull(scope &in) {
    std::exception_ptr error;
    try {
      for (;;) {
        auto place = co_await free_.acquire();
        auto work = co_await from_->next_task(in);
        if (!work)
          break;
        auto its = std::make_shared<seat>();
        its->place = std::move(place);
        seats_.try_send(its);
        in.spawn(run(its, std::move(*work)));
      }
    } catch (...) {
      error = std::current_exception();
    }
    if (error) {
      auto last = std::make_shared<seat>();
      last->error = std::move(error);
      last->done.set();
      seats_.try_send(std::move(last));
    }
    seats_.close();
  }

  static task<> run(seat_ptr its, task<T> work) {
    try {
      its->item.emplace(co_await std::move(work));
    } catch (...) {
      its->error = std::current_exception();
    }
    its->done.set();
  }

  source_ptr<T> from_;
  semaphore free_;
  /// In the order of the items; `free_` is its limit.
  channel<seat_ptr> seats_{std::numeric_limits<std::size_t>::max()};
  bool started_ = false;
};

} // namespace corun::detail
