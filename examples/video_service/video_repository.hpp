#ifndef VIDEO_SERVICE_VIDEO_REPOSITORY_HPP
#define VIDEO_SERVICE_VIDEO_REPOSITORY_HPP

#include "idle_connections.hpp"
#include "upload_store.hpp"
#include <boost/asio/awaitable.hpp>
#include <libpq-fe.h>
#include <string>
#include <vector>

namespace video_service
{

/// The table `videos` in PostgreSQL (schema.sql). Every operation throws
/// backend_unavailable where the server cannot be reached.
class video_repository
{
public:
  struct row
  {
    std::string name;
    std::string owner;
    std::string bytes;
  };

  explicit video_repository(std::string conninfo);

  boost::asio::awaitable<std::vector<row>> list();
  boost::asio::awaitable<void> add(video stored, std::string owner);

private:
  struct finish
  {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  using connections = idle_connections<PGconn, finish>;

  boost::asio::awaitable<connections::lease> connection();

  const std::string conninfo_;
  connections idle_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_VIDEO_REPOSITORY_HPP
