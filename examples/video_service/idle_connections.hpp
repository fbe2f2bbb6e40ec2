#ifndef VIDEO_SERVICE_IDLE_CONNECTIONS_HPP
#define VIDEO_SERVICE_IDLE_CONNECTIONS_HPP

#include <memory>
#include <utility>
#include <vector>

namespace video_service
{

/// Connections that nobody uses at the moment. One that is lent out belongs to
/// its lease alone, and comes back when that ends.
template <typename Connection, typename Closer> class idle_connections
{
public:
  using owner = std::unique_ptr<Connection, Closer>;

  class lease
  {
  public:
    lease(idle_connections& home, owner lent) : home_(&home), lent_(std::move(lent)) {}
    lease(lease&&) noexcept = default;
    ~lease()
    {
      if (lent_)
        home_->idle_.push_back(std::move(lent_));
    }

    Connection* get() const { return lent_.get(); }
    void reset(Connection* fresh) { lent_.reset(fresh); }

  private:
    idle_connections* home_;
    owner lent_;
  };

  /// A lease of an idle connection, or of none where all are lent.
  lease lend()
  {
    if (idle_.empty())
      return {*this, nullptr};
    owner last = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(last)};
  }

private:
  std::vector<owner> idle_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_IDLE_CONNECTIONS_HPP
