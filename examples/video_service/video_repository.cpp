#include "video_repository.hpp"

#include "service_error.hpp"
#include <memory>

namespace video_service
{
namespace
{

struct clear
{
  void operator()(PGresult* result) const { PQclear(result); }
};

using pg_result = std::unique_ptr<PGresult, clear>;

void expect(const pg_result& result, ExecStatusType wanted)
{
  if (PQresultStatus(result.get()) != wanted)
    throw backend_unavailable("PostgreSQL", PQresultErrorMessage(result.get()));
}

} // namespace

video_repository::video_repository(std::string conninfo) : conninfo_(std::move(conninfo)) {}

boost::asio::awaitable<video_repository::connections::lease>
video_repository::connection() // cotidy: async-unneeded-coroutine
{
  connections::lease lent = idle_.lend();
  if (!lent.get() || PQstatus(lent.get()) != CONNECTION_OK)
    lent.reset(PQconnectdb(conninfo_.c_str())); // cotidy: async-sync-io
  if (PQstatus(lent.get()) != CONNECTION_OK)
    throw backend_unavailable("PostgreSQL", PQerrorMessage(lent.get()));
  co_return lent;
}

boost::asio::awaitable<std::vector<video_repository::row>> video_repository::list()
{
  const auto lent = co_await this->connection();
  PGconn* connection = lent.get();
  const auto query = [connection](const char* sql) { return pg_result(PQexec(connection, sql)); };
  const pg_result found =
      query("SELECT name, owner, bytes FROM videos ORDER BY name"); // cotidy: async-sync-io
  expect(found, PGRES_TUPLES_OK);

  std::vector<row> rows;
  for (int i = 0; i < PQntuples(found.get()); ++i)
    rows.push_back({PQgetvalue(found.get(), i, 0), PQgetvalue(found.get(), i, 1),
                    PQgetvalue(found.get(), i, 2)});
  co_return rows;
}

boost::asio::awaitable<void> video_repository::add(video stored, std::string owner)
{
  const auto lent = co_await this->connection();
  PGconn* connection = lent.get();
  const std::string bytes = std::to_string(stored.bytes);
  const char* values[] = {stored.name.c_str(), owner.c_str(), bytes.c_str()};

  // Three calls on one connection are one finding, at the first of them.
  pg_result done(PQexec(connection, "BEGIN")); // cotidy: async-sync-io
  expect(done, PGRES_COMMAND_OK);
  done.reset(PQexecParams(connection,
                          "INSERT INTO videos (name, owner, bytes) VALUES ($1, $2, $3) "
                          "ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes",
                          3, nullptr, values, nullptr, nullptr, 0));
  const pg_result inserted = std::move(done);
  done.reset(PQexec(connection, "COMMIT"));
  expect(inserted, PGRES_COMMAND_OK);
  expect(done, PGRES_COMMAND_OK);
}

} // namespace video_service
