#ifndef VIDEO_SERVICE_VIDEO_REPOSITORY_HPP
#define VIDEO_SERVICE_VIDEO_REPOSITORY_HPP

#include "upload_store.hpp"
#include <boost/asio/awaitable.hpp>
#include <libpq-fe.h>
#include <memory>
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
  boost::asio::awaitable<PGconn*> connection();

  struct finish
  {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  const std::string conninfo_;
  std::unique_ptr<PGconn, finish> connection_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_VIDEO_REPOSITORY_HPP
