#include "model/facts/FactsFile.h"
#include "model/facts/Bytes.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"

namespace cotidy {
namespace {

constexpr llvm::StringLiteral Magic = "COTF";
constexpr size_t HeaderSize = 4 + sizeof(uint32_t) + sizeof(uint64_t);

llvm::Error damaged(const llvm::Twine &Text) {
  return llvm::createStringError(Text);
}

// One description of the layout serves writing and reading: `Io` is a
// ByteWriter or a ByteReader, and each value passes through it by reference.

template <typename Io, typename Place>
void place(Io &IO, Place &P, const FactPlace &Base) {
  IO.difference(P.File, Base.File);
  IO.difference(P.Line, Base.Line);
  IO.number(P.Column);
  IO.difference(P.EndLine, P.Line);
  IO.difference(P.EndColumn, P.Column);
}

template <typename Io, typename T> void tests(Io &IO, T &Tests) {
  IO.list(Tests, [&](auto &Test) {
    IO.choice(Test.K, ParameterTest::NotFlag);
    IO.number(Test.Parameter);
    IO.number(Test.Needed);
    IO.integer(Test.Value);
  });
}

template <typename Io, typename T> void detail(Io &IO, T &D) {
  IO.list(D.Arguments, [&](auto &A) {
    IO.choice(A.K, ArgumentFact::Scaled);
    IO.number(A.Index);
    if (A.K != ArgumentFact::Constant) {
      IO.number(A.From);
      return;
    }
    IO.integer(A.Value);
    IO.list(A.Flags, [&](auto &Flag) { IO.id(Flag); });
  });
  tests(IO, D.Unless);
}

template <typename Io, typename T> void cost(Io &IO, T &C) {
  uint8_t Flags = (C.Assumed ? 1 : 0) | (C.Waits ? 2 : 0);
  IO.number(Flags);
  if constexpr (Io::Reads) {
    C.Assumed = Flags & 1;
    C.Waits = Flags & 2;
  }
  IO.number(C.Steps);
}

template <typename Io, typename Function, typename Call>
void call(Io &IO, Function &F, Call &C) {
  const FactPlace &Base = F.Where;
  // The common case of a direct call that nobody silences is one byte.
  uint8_t Flags = 0;
  if constexpr (!Io::Reads)
    Flags = static_cast<uint8_t>(C.Kind) | (C.OnLoop ? 4 : 0) |
            (C.Silenced ? 8 : 0) | (C.Detail ? 16 : 0) |
            (C.Times != 1 ? 32 : 0) | (C.TimesAssumed ? 64 : 0) |
            (C.Unattended ? 128 : 0);
  IO.number(Flags);
  if constexpr (Io::Reads) {
    C.Kind = static_cast<CallKind>(Flags & 3);
    C.OnLoop = Flags & 4;
    C.TimesAssumed = Flags & 64;
    C.Unattended = Flags & 128;
  }
  IO.id(C.Callee);
  if (C.Kind == CallKind::Passed) {
    IO.id(C.Receiver);
    IO.number(C.Parameter);
  }
  if (Flags & 8)
    IO.number(C.Silenced);
  if (Flags & 32)
    IO.number(C.Times);
  if (Flags & 16) {
    if constexpr (Io::Reads) {
      F.Details.emplace_back();
      C.Detail = F.Details.size();
    }
    detail(IO, F.Details[C.Detail - 1]);
  }
  place(IO, C.Where, Base);
  IO.number(C.Name);
}

template <typename Io, typename Loop>
void loop(Io &IO, Loop &L, const FactPlace &Base) {
  place(IO, L.Where, Base);
  cost(IO, L.Own);
  IO.number(L.Silenced);
  IO.list(L.Calls, [&](auto &C) {
    IO.id(C.Callee);
    place(IO, C.Where, Base);
    IO.number(C.Name);
    IO.number(C.Times);
    IO.number(C.Assumed);
  });
}

template <typename Io, typename Leaf>
void leaf(Io &IO, Leaf &L, const FactPlace &Base) {
  uint8_t Flags = 0;
  if constexpr (!Io::Reads)
    Flags = static_cast<uint8_t>(L.Certainty) | (L.Strict ? 4 : 0) |
            (L.Silenced ? 8 : 0) | (L.ReportedHere ? 16 : 0) |
            (L.Tests.empty() ? 0 : 32);
  IO.number(Flags);
  if constexpr (Io::Reads) {
    L.Certainty = static_cast<Confidence>(std::min(Flags & 3, 2));
    L.Strict = Flags & 4;
    L.Silenced = Flags & 8;
    L.ReportedHere = Flags & 16;
  }
  IO.number(L.Check);
  IO.number(L.Category);
  IO.number(L.Name);
  IO.number(L.Reason);
  place(IO, L.Where, Base);
  IO.list(L.Notes, [&](auto &Note) {
    place(IO, Note.Where, Base);
    IO.number(Note.Message);
  });
  if (Flags & 32)
    tests(IO, L.Tests);
}

template <typename Io, typename T>
void lentParameter(Io &IO, T &P, const FactPlace &Base) {
  IO.number(P.Index);
  IO.choice(P.Unseen, LentParameter::Reported);
  IO.number(P.Silenced);
  IO.number(P.IsView);
  place(IO, P.Where, Base);
  place(IO, P.Use, Base);
  place(IO, P.LaterUse, Base);
  IO.number(P.Name);
}

template <typename Io, typename T>
void lending(Io &IO, T &L, const FactPlace &Base) {
  IO.id(L.Callee);
  IO.list(L.Gone, [&](auto &A) {
    IO.number(A.Parameter);
    IO.number(A.AfterAwait);
    IO.number(A.InPlace);
    place(IO, A.Where, Base);
    IO.number(A.Message);
  });
}

template <typename Io, typename Function>
void function(Io &IO, Function &F, const FactPlace &Base) {
  uint8_t Flags = 0;
  if constexpr (!Io::Reads)
    Flags = (F.Root ? 1 : 0) | (F.Followed ? 2 : 0) |
            (F.NonBlockingSockets ? 4 : 0) | (F.Loops.empty() ? 0 : 8) |
            (F.Lent.empty() ? 0 : 16) | (F.Lends.empty() ? 0 : 32);
  IO.number(Flags);
  if constexpr (Io::Reads) {
    F.Root = Flags & 1;
    F.Followed = Flags & 2;
    F.NonBlockingSockets = Flags & 4;
  }
  IO.id(F.Id);
  IO.number(F.Name);
  place(IO, F.Where, Base);
  IO.number(F.RunsParameters);
  cost(IO, F.Own);
  IO.list(F.Calls, [&](auto &C) { call(IO, F, C); });
  IO.list(F.Leaves, [&](auto &L) { leaf(IO, L, F.Where); });
  IO.list(F.Overrides, [&](auto &Id) { IO.id(Id); });
  if (Flags & 8)
    IO.list(F.Loops, [&](auto &L) { loop(IO, L, F.Where); });
  if (Flags & 16)
    IO.list(F.Lent, [&](auto &P) { lentParameter(IO, P, F.Where); });
  if (Flags & 32)
    IO.list(F.Lends, [&](auto &L) { lending(IO, L, F.Where); });
}

template <typename Io, typename File> void file(Io &IO, File &F) {
  IO.text(F.MainFile);
  IO.text(F.Root);
  IO.list(F.Strings, [&](auto &Text) { IO.text(Text); });
  IO.list(F.Checks, [&](auto &Check) {
    IO.text(Check.Name);
    IO.number(Check.Enabled);
    IO.number(Check.Strict);
    IO.number(Check.Error);
  });
  IO.number(F.Virtuals);
  IO.number(F.MaxSteps);
  const FactPlace Nowhere;
  IO.list(F.Functions, [&](auto &Fn) { function(IO, Fn, Nowhere); });
  IO.list(F.Stored, [&](auto &Store) {
    IO.id(Store.In);
    IO.id(Store.Function);
  });
}

/// Whether every index in \p F is inside its table, which a hash that somebody
/// forged does not promise.
bool isConsistent(const FileFacts &F) {
  auto IsText = [&](StringId Id) { return Id < F.Strings.size(); };
  auto Is = [&](const FactPlace &P) { return IsText(P.File); };
  if (F.Strings.empty() || F.Virtuals > VirtualCalls::All)
    return false;
  for (const FunctionFacts &Fn : F.Functions) {
    if (!IsText(Fn.Name) || !Is(Fn.Where))
      return false;
    for (const CallFact &C : Fn.Calls)
      if (!IsText(C.Name) || !Is(C.Where))
        return false;
    for (const LoopFact &L : Fn.Loops) {
      if (!Is(L.Where))
        return false;
      for (const LoopFact::Call &C : L.Calls)
        if (!IsText(C.Name) || !Is(C.Where))
          return false;
    }
    for (const LentParameter &P : Fn.Lent)
      if (!IsText(P.Name) || !Is(P.Where) || !Is(P.Use) || !Is(P.LaterUse))
        return false;
    for (const LendingFact &L : Fn.Lends)
      for (const LendingFact::Argument &A : L.Gone)
        if (!IsText(A.Message) || !Is(A.Where))
          return false;
    for (const LeafFact &L : Fn.Leaves) {
      if (L.Check >= F.Checks.size() || !IsText(L.Category) ||
          !IsText(L.Name) || !IsText(L.Reason) || !Is(L.Where))
        return false;
      for (const LeafFact::Note &Note : L.Notes)
        if (!IsText(Note.Message) || !Is(Note.Where))
          return false;
    }
  }
  return true;
}

} // namespace

void writeFacts(const FileFacts &Facts, llvm::raw_ostream &OS) {
  llvm::SmallString<0> Payload;
  llvm::raw_svector_ostream Into(Payload);
  ByteWriter IO(Into);
  file(IO, Facts);

  char Header[HeaderSize];
  llvm::copy(Magic, Header);
  llvm::support::endian::write32le(Header + 4, FactsVersion);
  llvm::support::endian::write64le(
      Header + 8, llvm::xxh3_64bits(llvm::arrayRefFromStringRef(Payload)));
  OS.write(Header, HeaderSize);
  OS << Payload;
}

llvm::Expected<FileFacts> readFacts(llvm::StringRef Bytes) {
  if (!Bytes.starts_with(Magic))
    return damaged("is no facts file");
  if (Bytes.size() < HeaderSize)
    return damaged("is truncated; write it again");
  uint32_t Version = llvm::support::endian::read32le(Bytes.data() + 4);
  if (Version != FactsVersion)
    return damaged("has facts of version " + llvm::Twine(Version) +
                   ", but this cotidy reads version " +
                   llvm::Twine(FactsVersion) + "; write it again");
  uint64_t Hash = llvm::support::endian::read64le(Bytes.data() + 8);
  llvm::StringRef Payload = Bytes.drop_front(HeaderSize);
  if (llvm::xxh3_64bits(llvm::arrayRefFromStringRef(Payload)) != Hash)
    return damaged("is truncated or damaged; write it again");
  FileFacts Facts;
  ByteReader IO(Payload);
  Facts.Strings.clear();
  file(IO, Facts);
  if (IO.failed() || !isConsistent(Facts))
    return damaged("is damaged; write it again");
  return Facts;
}

} // namespace cotidy
