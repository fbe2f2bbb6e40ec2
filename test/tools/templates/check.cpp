#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/code/QualifiedName.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "@NAME@",
    .Family = "@FAMILY@",
    .Summary = "Finds calls of functions named 'example_mistake'.",
    .Since = "@VERSION@",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::None,
    .Precision = "medium",
    .Tags = {"concurrency"},
    .Documentation = R"md(
## What it does

Reports what a new check starts with: calls of `example_mistake` in a coroutine.

## Why is this bad

Say what goes wrong at run time, and for whom.

## Example

```cpp
#include <boost/asio/awaitable.hpp>

void example_mistake();

boost::asio::awaitable<void> session() {
  example_mistake();
  co_return;
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>

boost::asio::awaitable<void> session() { co_return; }
```

## Known limitations

- Say what it misses and what it gets wrong, each with a test.
)md"};

class @CLASS@ : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies())
      if (Body.OnLoop)
        Model.forEachLoopCall(Body, [&](const LoopCall &Call) {
          if (qualifiedName(*Call.Leaf->Site.Callee) == "example_mistake")
            reportCall(Model, Call);
        });
  }

private:
  void reportCall(const AsyncModel &Model, const LoopCall &Call) {
    const CallSite &Site = Call.Entry->Site;
    Finding F;
    F.Loc = Site.Loc;
    F.Range = Site.E ? Site.E->getSourceRange() : SourceRange(Site.Loc);
    F.Category = "example";
    F.Function = Call.Root->name();
    F.Message = "'example_mistake' is a mistake on the event loop";
    F.Notes.push_back({Site.Loc, "say what to do instead"});
    report(Model, F);
  }
};

const RegisterCheck<@CLASS@> Registration(Info);

} // namespace
} // namespace cotidy
