#include "checks/blocking/LoopCallReport.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "model/cost/HeavyLoops.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-cpu-heavy-call",
    .Family = "blocking",
    .Summary = "Finds calls that keep the event loop's thread computing for "
               "long: key derivation, codecs, inference, compression, parsing.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Unsafe,
    .Precision = "high",
    .Tags = {"concurrency", "performance"},
    .FollowsCalls = true,
    .Documentation = R"md(
## What it does

Reports calls of functions that the catalogue knows to compute for long, where
the calling thread is an event loop's:

- always: key derivation and key generation, image, audio and video codecs,
  inference, large factorisations, compression at its highest effort;
- with `StrictMode`, because it depends on the size of the input: regular
  expressions, parsers, serialisation, hashes, sorting, compression.

A call counts when it stands in an asynchronous coroutine or in a handler that
an event loop runs, in a lambda that these run in place, or at the end of a chain
of ordinary calls from there, in this file or another.

## Why is this bad

All coroutines of a loop share its thread. A password hash is made to take a
hundred milliseconds; for as long as it takes no other request is served.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <openssl/evp.h>
#include <string>

boost::asio::awaitable<bool> log_in(std::string password, std::string salt) {
  unsigned char key[32];
  PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                    reinterpret_cast<const unsigned char *>(salt.data()),
                    static_cast<int>(salt.size()), 600000, EVP_sha256(),
                    sizeof key, key);
  co_return key[0] == 0;
}
```

## Use instead

A thread pool:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/evp.h>
#include <string>

boost::asio::awaitable<bool> log_in(boost::asio::thread_pool &workers,
                                    std::string password, std::string salt) {
  co_return co_await boost::asio::co_spawn(
      workers,
      [&]() -> boost::asio::awaitable<bool> {
        unsigned char key[32];
        PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                          reinterpret_cast<const unsigned char *>(salt.data()),
                          static_cast<int>(salt.size()), 600000, EVP_sha256(),
                          sizeof key, key);
        co_return key[0] == 0;
      },
      boost::asio::use_awaitable);
}
```

## Fix safety

The call runs on a thread and is awaited at once
(`co_await corun::to_thread([&] { ... })`, or `co_spawn` on
`boost::asio::system_executor`). That is unsafe: others run meanwhile and may
change what the coroutine relies on, and code on the thread may share data with
them. There is no fix where the value is a reference, where locks or thread-local
data are involved, and where `errno`, or what a library keeps in its place for each thread (`dlerror`), is read.

Fixes need headers of a target that the file can include: `corun`, else
Boost.Asio or Asio alone; the option `FixTargets` says which.

## Not reported

- Calls whose input the source shows to be small: a literal, a small array, a
  matrix of small fixed size.
- Calls in a loop that `async-cpu-heavy-loop` reports: the loop is the finding.
- Bodies handed to a thread or a thread pool, synchronous generators, and what
  stands behind a move to a thread pool.
- What a coroutine does before it is suspended for the first time if only `main`
  starts it or if it takes connections in a loop: nobody waits there.

## Known limitations

- How large an input is at run time is not known. The checks that depend on it
  are left to `StrictMode`.
- A key derivation is reported whatever its iteration count is.

## References

- OWASP, "Password Storage Cheat Sheet": work factors are chosen to take long.
- Node.js, "Don't Block the Event Loop".
)md"};

class CpuHeavyCallCheck : public LoopCallCheck {
public:
  CpuHeavyCallCheck(StringRef Name, clang::tidy::ClangTidyContext *Context,
                    std::shared_ptr<ModelCache> Models)
      : LoopCallCheck(Name, Context, std::move(Models)),
        LoopsAreReported(Context->isCheckEnabled("async-cpu-heavy-loop")) {}

protected:
  bool leaveToOthers(const BlockingCall &Call,
                     const AsyncModel &Model) override {
    const LoopCall &Where = Call.Where;
    if (!LoopsAreReported ||
        (Where.Root->Loops.empty() && Where.Leaf->Body->Loops.empty()))
      return false;
    HeavyLoops Loops(Model, {});
    auto Runs = [&](const HeavyLoop &Loop) {
      return (strict() || !Loop.Doubtful) && Loop.runs(Where);
    };
    return llvm::any_of(Loops.in(*Where.Root, *Where.Root), Runs) ||
           llvm::any_of(Loops.in(*Where.Leaf->Body, *Where.Root), Runs);
  }

private:
  bool LoopsAreReported;
};

const RegisterCheck<CpuHeavyCallCheck> Registration(Info);

} // namespace
} // namespace cotidy
