#include "checks/AsyncCheck.h"
#include "checks/SuspensionText.h"
#include "model/AsyncModel.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-large-frame",
    .Family = "cost",
    .Summary = "Finds large local variables that live in a coroutine's frame.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"performance"},
    .Documentation = R"md(
## What it does

Adds up the sizes of the variables and parameters that are in scope at each
suspension of a coroutine, and reports the largest of them where the sum exceeds the
option `MaxFrameBytes`.

## Why is this bad

What lives over a suspension is part of the coroutine's frame, and the frame is
allocated from the heap for every call. A buffer that costs nothing on the stack of a
function costs its size for each coroutine that waits: ten thousand connections with a
64 KiB buffer are 640 MiB. Compilers reserve the place for the whole life of the
coroutine, however short the buffer is used.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <array>
#include <cstddef>

boost::asio::awaitable<std::size_t> read_some(std::array<char, 65536> &into);

boost::asio::awaitable<void> session() {
  std::array<char, 65536> buffer;
  while (co_await read_some(buffer))
    ;
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <array>
#include <cstddef>
#include <vector>

boost::asio::awaitable<std::size_t> read_some(std::vector<char> &into);

boost::asio::awaitable<void> session() {
  std::vector<char> buffer(4096);
  while (co_await read_some(buffer))
    ;
}
```

## Not reported

- Variables whose scope ends before the coroutine is suspended.
- Frames below the limit.

## Known limitations

- A frame of this size may be meant: a session that reads into a buffer needs it
  somewhere, once for each connection. All findings that were read on real code
  were of that kind, so this check belongs to the profile `strict`.
- Temporaries, and what an awaited expression keeps in the frame, are not counted.
- Templates that are not instantiated.

## References

- C++ standard, [dcl.fct.def.coroutine], on the allocation of the frame.
)md"};

class LargeFrameCheck : public AsyncCheck {
public:
  LargeFrameCheck(StringRef Name, tidy::ClangTidyContext *Context,
                  std::shared_ptr<ModelCache> Models)
      : AsyncCheck(Name, Context, std::move(Models)),
        MaxFrameBytes(*this, "MaxFrameBytes", 16384U,
                      "Bytes that variables may take in a coroutine's frame "
                      "while it is suspended.") {}

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Kind == BodyKind::Plain || Body.Dependent ||
          Body.Suspensions.empty())
        continue;
      std::vector<Sized> Variables = sizes(Body, Model.context());
      uint64_t All = 0;
      for (const Sized &V : Variables)
        All += V.Bytes;
      if (All > MaxFrameBytes.get())
        examine(Model, Body, Variables);
    }
  }

private:
  struct Sized {
    const VarDecl *Var;
    uint64_t Bytes;
    llvm::SmallVector<const Suspension *, 4> Over;
  };

  static std::vector<Sized> sizes(const CodeBody &Body, ASTContext &Ctx) {
    std::vector<Sized> Result;
    auto Add = [&](const VarDecl &Var) {
      QualType Type = Var.getType();
      // In a function with mistakes, or whose body nobody needed, a type may be
      // missing.
      bool HasSize = !Var.isInvalidDecl() && !Type->isReferenceType() &&
                     !Type->isIncompleteType() && !Type->isUndeducedType() &&
                     !Type->isInstantiationDependentType() &&
                     !Type->isVariablyModifiedType();
      if (Var.hasLocalStorage() && HasSize)
        Result.push_back(
            {&Var,
             static_cast<uint64_t>(Ctx.getTypeSizeInChars(Type).getQuantity()),
             {}});
    };
    for (const ParmVarDecl *Param : Body.Function->parameters())
      Add(*Param);
    for (const VarDecl *Var : Body.Locals)
      Add(*Var);
    return Result;
  }

  void examine(const AsyncModel &Model, const CodeBody &Body,
               std::vector<Sized> &Variables) {
    const SuspensionGraph &Graph = Model.suspensions(Body);
    for (Sized &V : Variables)
      V.Over = Graph.spannedBy(*V.Var);
    const Suspension *Worst = nullptr;
    uint64_t WorstBytes = 0;
    for (const Suspension &S : Graph.suspensions()) {
      uint64_t Bytes = 0;
      for (const Sized &V : Variables)
        if (llvm::is_contained(V.Over, &S))
          Bytes += V.Bytes;
      if (Bytes > WorstBytes) {
        Worst = &S;
        WorstBytes = Bytes;
      }
    }
    if (WorstBytes <= MaxFrameBytes.get())
      return;
    llvm::erase_if(Variables, [&](const Sized &V) {
      return !llvm::is_contained(V.Over, Worst);
    });
    llvm::sort(Variables, [](const Sized &A, const Sized &B) {
      return A.Bytes != B.Bytes ? A.Bytes > B.Bytes
                                : A.Var->getLocation() < B.Var->getLocation();
    });
    reportFrame(Model, Body, Variables, WorstBytes);
  }

  void reportFrame(const AsyncModel &Model, const CodeBody &Body,
                   llvm::ArrayRef<Sized> Variables, uint64_t Bytes) {
    const Sized &Largest = Variables.front();
    Finding F;
    F.Loc = Largest.Var->getLocation();
    F.Range = SourceRange(F.Loc);
    F.Category = "memory";
    F.Function = Body.name();
    std::string Name = "'" + Largest.Var->getNameAsString() + "'";
    F.Message =
        Largest.Bytes > MaxFrameBytes.get()
            ? Name + " lives over a suspension and takes " +
                  std::to_string(Largest.Bytes) +
                  " bytes of the coroutine's frame, which every call allocates"
            : Name + " and others live over a suspension and take " +
                  std::to_string(Bytes) +
                  " bytes of the coroutine's frame, which every call "
                  "allocates; it alone takes " +
                  std::to_string(Largest.Bytes);
    noteSuspensions(F, Largest.Over);
    // The sum is what counts; small change explains nothing.
    for (const Sized &V : Variables.drop_front())
      if (V.Bytes * 8 >= Bytes)
        F.Notes.push_back({V.Var->getLocation(),
                           "'" + V.Var->getNameAsString() + "' takes " +
                               std::to_string(V.Bytes) + " bytes more"});
    F.Notes.push_back({F.Loc, "keep it in a container of the size that is "
                              "needed, or end its scope before the coroutine "
                              "is suspended"});
    report(Model, F);
  }

  Option<unsigned> MaxFrameBytes;
};

const RegisterCheck<LargeFrameCheck> Registration(Info);

} // namespace
} // namespace cotidy
