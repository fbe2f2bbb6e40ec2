#include "checks/AsyncCheck.h"
#include "model/code/LoopExit.h"
#include "model/tasks/BriefClients.h"
#include "model/tasks/Idioms.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-connection-per-call",
    .Family = "cost",
    .Summary = "Finds connections, clients and pools that are made for one "
               "request and thrown away.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::None,
    .Precision = "medium",
    .Tags = {"concurrency", "performance"},
    .Documentation = R"md(
## What it does

Reports a connection, a client or a pool that code on an event loop makes for one
request, or in each round of a loop over data, and that dies with it.

## Why is this bad

A new connection costs round trips before the first byte of use: name resolution,
TCP, TLS, a login. A pool starts its threads and joins them. Under load the sockets
of the past requests stand in `TIME_WAIT`, and the server's connection limit is
reached long before its capacity is.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>
#include <vector>

boost::asio::awaitable<void> thumbnails(std::vector<std::string> images) {
  for (const std::string &image : images) {
    boost::asio::thread_pool pool(4);
    boost::asio::post(pool, [&image] { /* scale the image */ });
    co_await boost::asio::post(boost::asio::use_awaitable);
  }
}
```

## Use instead

Make it once, where the program starts, and hand it to who needs it.
`corun::resource_pool` lends connections and takes them back:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>
#include <vector>

boost::asio::awaitable<void> thumbnails(boost::asio::thread_pool &pool,
                                        std::vector<std::string> images) {
  for (const std::string &image : images) {
    boost::asio::post(pool, [image] { /* scale the image */ });
    co_await boost::asio::post(boost::asio::use_awaitable);
  }
}
```

## Not reported

- What is stored, returned, handed on or captured: somebody keeps it.
- Static variables and members.
- A client that is used in a loop of its own: a session, a stream.
- Loops without an end, loops that try again after a failure, and loops with a
  pause: they connect again because the other side went away, or now and then.
- Code that does not run on an event loop.

## When it is wrong

- Each request needs a connection of its own: another host, user or transaction.
- The requests are rare.

## Known limitations

- What a request is, is told by the type of a parameter (`HttpRequest`,
  `http::request<Body>`).
- Plain sockets are not looked at: proxies open one for each client by design.
- A TLS context that is made for one stream and handed to it is not seen.

## References

- PostgreSQL, "Connection pooling"; libcurl, "Persistence is the way to happiness".
)md"};

class ConnectionPerCallCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies())
      for (const BriefClient &Client : briefClients(Body, Model))
        reportClient(Client, Body, Model);
  }

private:
  void reportClient(const BriefClient &Client, const CodeBody &Body,
                    const AsyncModel &Model) {
    const CallSite &Site = Client.Made->Site;
    Finding F;
    F.Loc = Site.Loc;
    F.Range = Site.E->getSourceRange();
    F.Category = "connection";
    F.Certainty = Confidence::Medium;
    F.Function = Body.name();
    F.Message =
        Client.Entry->What + " is made anew " +
        (Client.Loop ? "in each round of this loop" : "for each request") +
        ": each one " + Client.Entry->Cost;
    if (Client.Loop)
      F.Notes.push_back({loopHead(*Client.Loop).getBegin(),
                         "each round makes one and throws it away"});
    else
      F.Notes.push_back({Client.Request->getLocation(),
                         "this function runs for each request"});
    F.Notes.push_back(
        {F.Loc, "make it once and share it, or lend it from a pool: '" +
                    idiomFor(Body, "pool", "corun::resource_pool", Model) +
                    "'"});
    report(Model, F);
  }
};

const RegisterCheck<ConnectionPerCallCheck> Registration(Info);

} // namespace
} // namespace cotidy
