#pragma once

#include <corun/detail/owner.hpp>

#include <libpq-fe.h>

namespace corun::pq {

/// Owns a `PGresult` and converts to it: an lvalue lends the pointer, so
/// `PQntuples(r)` works; the unnamed result of a co_await gives it away, so
/// `PGresult *r = co_await exec(...)` owns what it gets as it did before.
///
/// `PQclear(r)` on an object of this type clears it once.
class result : public detail::owner<PGresult, &::PQclear> {
public:
  using owner::owner;
  friend void PQclear(result &r) noexcept { r.reset(); }
};

/// Owns a `PGconn`, in the same way; `PQfinish(c)` closes it once.
class connection : public detail::owner<PGconn, &::PQfinish> {
public:
  using owner::owner;
  friend void PQfinish(connection &c) noexcept { c.reset(); }
};

/// Owns a `PGnotify`, in the same way.
using notification = detail::owner<PGnotify, &::PQfreemem>;

} // namespace corun::pq
