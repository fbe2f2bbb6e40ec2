#include "http_connection.hpp"

#include <corun/detail/context_end.hpp>
#include <corun/detail/deadline.hpp>
#include <corun/to_thread.hpp>

#include <boost/beast/http/error.hpp>

#include <map>
#include <mutex>
#include <vector>

namespace corun::http {

namespace asio = boost::asio;
using corun::detail::require;
using corun::detail::throw_error;
using std::chrono::steady_clock;

namespace {

std::shared_ptr<asio::ssl::context> usual_tls() {
  auto tls =
      std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  tls->set_options(asio::ssl::context::default_workarounds |
                   asio::ssl::context::no_tlsv1 |
                   asio::ssl::context::no_tlsv1_1);
  tls->set_default_verify_paths();
  tls->set_verify_mode(asio::ssl::verify_peer);
  return tls;
}

// RFC 9110, 9.2.2.
bool may_be_repeated(verb method) {
  return method == verb::get || method == verb::head || method == verb::put ||
         method == verb::delete_ || method == verb::options ||
         method == verb::trace;
}

bool is_redirect(unsigned status) {
  return status == 301 || status == 302 || status == 303 || status == 307 ||
         status == 308;
}

void follow(request &message, unsigned status) {
  const bool to_get =
      (status == 303 && message.method() != verb::head) ||
      ((status == 301 || status == 302) && message.method() == verb::post);
  if (!to_get)
    return;
  message.method(verb::get);
  message.body().clear();
  for (auto name : {field::content_type, field::content_length,
                    field::content_encoding, field::transfer_encoding})
    message.erase(name);
}

} // namespace

class client::implementation final
    : public corun::detail::context_bound,
      public std::enable_shared_from_this<implementation> {
public:
  explicit implementation(options o) : options_(std::move(o)) {
    for (auto limit :
         {options_.timeout, options_.connect_timeout, options_.idle_limit})
      require(limit >= time_limit::zero(),
              "corun::http::client: negative time limit");
  }

  task<response> send(std::string url, request message) {
    const auto until = corun::detail::time_after(options_.timeout);
    auto to = parse_target(url);
    for (unsigned redirects = 0;; ++redirects) {
      complete(message, to);
      response answer = co_await send_once(to, message, until);
      if (!is_redirect(answer.result_int()) || options_.max_redirects == 0)
        co_return answer;
      if (redirects == options_.max_redirects)
        throw_error(errc::limit_exceeded,
                    "corun::http: too many redirects: " + url);
      auto next = redirected(to, std::string(answer[field::location]));
      follow(message, answer.result_int());
      message.erase(field::host);
      if (next.at != to.at) {
        message.erase(field::authorization);
        message.erase(field::cookie);
      }
      to = std::move(next);
    }
  }

  std::size_t idle_connections() const {
    std::lock_guard lock(mutex_);
    std::size_t n = 0;
    for (const auto &[key, all] : idle_)
      n += all.size();
    return n;
  }

  void close_idle() {
    std::lock_guard lock(mutex_);
    idle_.clear();
  }

  void context_ended(asio::execution_context &context) override {
    std::lock_guard lock(mutex_);
    std::erase_if(
        idle_, [&](const auto &each) { return each.first.first == &context; });
  }

private:
  // A socket lives on one execution context.
  using key = std::pair<asio::execution_context *, origin>;
  struct idle {
    std::unique_ptr<connection> open;
    steady_clock::time_point since;
  };

  void complete(request &message, const target &to) const {
    message.target(to.path_and_query());
    message.version(11);
    if (message[field::host].empty())
      message.set(field::host, to.authority());
    if (message[field::user_agent].empty() && !options_.user_agent.empty())
      message.set(field::user_agent, options_.user_agent);
    message.prepare_payload();
  }

  task<response> send_once(const target &to, request &message,
                           steady_clock::time_point until) {
    const auto executor = co_await asio::this_coro::executor;
    const key at{&asio::query(executor, asio::execution::context), to.at};
    for (bool fresh = false;; fresh = true) {
      auto c = fresh ? nullptr : take(at);
      const bool reused = c != nullptr;
      if (!c) {
        // Not in the call: g++ 12 destroys it twice then.
        std::shared_ptr<asio::ssl::context> context;
        if (to.at.tls)
          context = co_await tls();
        c = co_await connection::open(
            to.at, std::move(context),
            std::min(until,
                     corun::detail::time_after(options_.connect_timeout)));
      }
      bool repeat = false;
      try {
        auto answer = co_await exchange(executor, *c, message, until);
        if (c->reusable())
          give_back(at, std::move(c));
        co_return answer;
      } catch (const boost::system::system_error &e) {
        // A kept connection that the server was about to close.
        repeat = reused && !c->answered() &&
                 may_be_repeated(message.method()) &&
                 e.code() != errc::timed_out &&
                 e.code() != asio::error::operation_aborted;
        if (!repeat)
          throw;
      }
    }
  }

  task<response> exchange(const asio::any_io_executor &executor, connection &c,
                          request &message, steady_clock::time_point until) {
    if (until == steady_clock::time_point::max())
      co_return co_await c.exchange(message, options_.body_limit);
    const corun::detail::deadline clock(executor, until - steady_clock::now(),
                                        [&c] { c.close(); });
    try {
      co_return co_await c.exchange(message, options_.body_limit);
    } catch (const boost::system::system_error &) {
      if (!clock.expired())
        throw;
    }
    throw_error(errc::timed_out, "corun::http: waiting for the response");
  }

  // The system's certificates take milliseconds to read: on the pool, and only
  // where a request needs them.
  task<std::shared_ptr<asio::ssl::context>> tls() {
    {
      std::lock_guard lock(mutex_);
      if (options_.tls)
        co_return options_.tls;
    }
    auto usual = co_await to_thread(&usual_tls);
    std::lock_guard lock(mutex_);
    if (!options_.tls)
      options_.tls = std::move(usual);
    co_return options_.tls;
  }

  std::unique_ptr<connection> take(const key &at) {
    // Closed after the lock.
    std::vector<idle> old;
    std::lock_guard lock(mutex_);
    const auto found = idle_.find(at);
    if (found == idle_.end())
      return nullptr;
    auto &all = found->second;
    const auto oldest =
        steady_clock::now() -
        std::min<time_limit>(options_.idle_limit, std::chrono::hours(24));
    while (!all.empty()) {
      idle last = std::move(all.back());
      all.pop_back();
      if (last.since >= oldest && last.open->quiet())
        return std::move(last.open);
      old.push_back(std::move(last));
    }
    return nullptr;
  }

  void give_back(const key &at, std::unique_ptr<connection> c) {
    std::lock_guard lock(mutex_);
    const auto [place, first] = idle_.try_emplace(at);
    if (first)
      corun::detail::context_end::tell(*at.first, shared_from_this());
    auto &all = place->second;
    if (all.size() < options_.max_idle_per_origin)
      all.push_back({std::move(c), steady_clock::now()});
  }

  options options_;
  mutable std::mutex mutex_;
  std::map<key, std::vector<idle>> idle_;
};

client::client(options o)
    : implementation_(std::make_shared<implementation>(std::move(o))) {}

client::~client() = default;

task<response> client::get(std::string url, fields headers) {
  request message;
  message.base() = request::header_type(std::move(headers));
  message.method(verb::get);
  return implementation_->send(std::move(url), std::move(message));
}

task<response> client::post(std::string url, std::string body,
                            std::string content_type, fields headers) {
  request message;
  message.base() = request::header_type(std::move(headers));
  message.method(verb::post);
  message.set(field::content_type, content_type);
  message.body() = std::move(body);
  return implementation_->send(std::move(url), std::move(message));
}

task<response> client::send(std::string url, request message) {
  return implementation_->send(std::move(url), std::move(message));
}

std::size_t client::idle_connections() const {
  return implementation_->idle_connections();
}

void client::close_idle() { implementation_->close_idle(); }

} // namespace corun::http
