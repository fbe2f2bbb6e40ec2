#include "driver/analysis/UnitFile.h"
#include "model/facts/Bytes.h"
#include "model/facts/FactsFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"
#include <set>

namespace endian = llvm::support::endian;

namespace cotidy::driver {
namespace {

constexpr llvm::StringLiteral Magic = "COTU", IndexMagic = "COTF";
constexpr size_t HeaderSize = 4 + sizeof(uint32_t) + 2 * sizeof(uint64_t);
constexpr char Again[] = "; write it again with 'cotidy facts'";

template <typename Io, typename T> void position(Io &IO, T &P) {
  IO.number(P.Line);
  IO.number(P.Column);
  IO.number(P.Utf16Column);
}

template <typename Io, typename T> void place(Io &IO, T &P) {
  IO.text(P.File);
  position(IO, P.Point);
  position(IO, P.Begin);
  position(IO, P.End);
  IO.text(P.SourceLine);
}

template <typename Io, typename T> void edit(Io &IO, T &E) {
  IO.text(E.File);
  IO.number(E.Offset);
  IO.number(E.Length);
  IO.text(E.Text);
  position(IO, E.Begin);
  position(IO, E.End);
}

template <typename Io, typename T> void fix(Io &IO, T &F) {
  IO.text(F.Title);
  IO.choice(F.Level, Applicability::Unsafe);
  IO.list(F.Edits, [&](auto &E) { edit(IO, E); });
}

/// Without the fingerprint, which depends on the whole report.
template <typename Io, typename T> void result(Io &IO, T &R) {
  place(IO, R.Where);
  IO.text(R.Check);
  IO.text(R.Message);
  IO.choice(R.Level, Level::Error);
  IO.choice(R.Certainty, Confidence::High);
  IO.text(R.Category);
  IO.text(R.Function);
  IO.list(R.Notes, [&](auto &Note) {
    IO.text(Note.Message);
    IO.optional(Note.Where, [&](auto &P) { place(IO, P); });
  });
  IO.list(R.Fixes, [&](auto &F) { fix(IO, F); });
  IO.number(R.Suppressed);
  IO.text(R.Reason);
}

template <typename Io, typename T> void suppression(Io &IO, T &S) {
  place(IO, S.Where);
  IO.text(S.Comment);
  IO.text(S.Checks);
  IO.text(S.Reason);
  IO.number(S.First);
  IO.number(S.Last);
  IO.list(S.Names, [&](auto &N) {
    IO.text(N.Check);
    place(IO, N.Where);
    IO.number(N.Judged);
    IO.number(N.Used);
  });
  IO.list(S.Lists, [&](auto &E) { edit(IO, E); });
  IO.list(S.Removal, [&](auto &E) { edit(IO, E); });
}

/// \p Facts are those of \p Part as bytes; empty for none.
template <typename Io, typename T, typename Text>
void part(Io &IO, T &Part, Text &Facts) {
  IO.text(Part.File);
  auto &Out = Part.Result;
  IO.list(Out.Results, [&](auto &R) { result(IO, R); });
  IO.optional(Out.Failed, [&](auto &F) {
    IO.text(F.File);
    IO.text(F.Message);
  });
  IO.number(Out.NotCxx20);
  IO.list(Out.ChainFixes, [&](auto &F) {
    IO.text(F.File);
    IO.number(F.Line);
    IO.number(F.Column);
    fix(IO, F.Fix);
  });
  IO.list(Out.Suppressions, [&](auto &S) { suppression(IO, S); });
  IO.list(Out.DroppedFixes, [&](auto &D) {
    IO.text(D.Fix.File);
    IO.number(D.Fix.Line);
    IO.number(D.Fix.Column);
    IO.text(D.Fix.Check);
    IO.text(D.Fix.Title);
    IO.choice(D.Why, DropReason::NotTried);
    IO.text(D.Detail);
  });
  IO.text(Facts);
}

template <typename Io, typename T, typename Text, typename PartFn>
void unit(Io &IO, T &U, Text &Tool, PartFn EachPart) {
  IO.text(Tool);
  IO.text(U.Root);
  IO.text(U.Profile);
  IO.text(U.Checks);
  IO.optional(U.Limits.MinConfidence,
              [&](auto &C) { IO.choice(C, Confidence::High); });
  IO.optional(U.Limits.FailLevel, [&](auto &L) { IO.choice(L, Level::Error); });
  IO.optional(U.Of, [&](auto &S) {
    IO.number(S.Which.Index);
    IO.number(S.Which.Count);
    IO.id(S.Dealt);
  });
  IO.list(U.Parts, EachPart);
  IO.list(U.Sources, [&](auto &S) {
    IO.text(S.File);
    IO.id(S.Hash);
  });
}

} // namespace

void writeUnit(const UnitFile &Unit, llvm::raw_ostream &OS) {
  llvm::SmallString<0> Payload;
  llvm::raw_svector_ostream Into(Payload);
  ByteWriter IO(Into);
  const std::string Tool = COTIDY_VERSION;
  unit(IO, Unit, Tool, [&](const UnitFile::Part &Part) {
    std::string Facts;
    llvm::raw_string_ostream FactsInto(Facts);
    if (Part.Result.Facts)
      writeFacts(*Part.Result.Facts, FactsInto);
    part(IO, Part, Facts);
  });

  char Header[HeaderSize];
  llvm::copy(Magic, Header);
  endian::write32le(Header + 4, UnitVersion);
  endian::write64le(Header + 8, Payload.size());
  endian::write64le(Header + 16,
                    llvm::xxh3_64bits(llvm::arrayRefFromStringRef(Payload)));
  OS.write(Header, HeaderSize);
  OS << Payload;
}

llvm::Expected<UnitFile> readUnit(llvm::StringRef Bytes) {
  if (Bytes.empty())
    return llvm::createStringError(llvm::Twine("is empty") + Again);
  if (Bytes.starts_with(IndexMagic))
    return llvm::createStringError(
        "is an index for clang-tidy, which holds no findings; give what "
        "'cotidy facts' wrote");
  llvm::StringRef Begin = Bytes.take_front(Magic.size());
  if (!llvm::StringRef(Magic).starts_with(Begin))
    return llvm::createStringError(
        "is no unit file; give what 'cotidy facts' wrote");
  if (Bytes.size() < HeaderSize)
    return llvm::createStringError(llvm::Twine("is truncated") + Again);
  if (uint32_t Version = endian::read32le(Bytes.data() + 4);
      Version != UnitVersion)
    return llvm::createStringError("is of version " + llvm::Twine(Version) +
                                   ", but this cotidy reads version " +
                                   llvm::Twine(UnitVersion) + Again);
  llvm::StringRef Payload = Bytes.drop_front(HeaderSize);
  if (Payload.size() < endian::read64le(Bytes.data() + 8))
    return llvm::createStringError(llvm::Twine("is truncated") + Again);
  if (Payload.size() > endian::read64le(Bytes.data() + 8) ||
      llvm::xxh3_64bits(llvm::arrayRefFromStringRef(Payload)) !=
          endian::read64le(Bytes.data() + 16))
    return llvm::createStringError(llvm::Twine("is damaged") + Again);

  UnitFile Unit;
  std::string Tool;
  std::string BadFacts;
  ByteReader IO(Payload);
  unit(IO, Unit, Tool, [&](UnitFile::Part &Part) {
    std::string Facts;
    part(IO, Part, Facts);
    if (Facts.empty())
      return;
    if (auto Read = readFacts(Facts))
      Part.Result.Facts = std::move(*Read);
    else
      BadFacts = llvm::toString(Read.takeError());
  });
  if (IO.failed())
    return llvm::createStringError(llvm::Twine("is damaged") + Again);
  // Another cotidy may know other checks, and report the same code otherwise.
  if (Tool != COTIDY_VERSION)
    return llvm::createStringError("was written by cotidy " + Tool +
                                   ", but this is cotidy " COTIDY_VERSION +
                                   Again);
  if (!BadFacts.empty())
    return llvm::createStringError(BadFacts);
  return Unit;
}

uint64_t hashSource(llvm::StringRef File, llvm::StringRef Root) {
  auto Buffer = llvm::MemoryBuffer::getFile(absolutePath(File, Root),
                                            /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  return Buffer ? llvm::xxh3_64bits((*Buffer)->getBuffer()) : 0;
}

using FileVisitor = llvm::function_ref<void(llvm::StringRef)>;

static void visitFilesOf(const Result &R, FileVisitor Visit) {
  Visit(R.Where.File);
  for (const ResultNote &Note : R.Notes)
    if (Note.Where)
      Visit(Note.Where->File);
  for (const ResultFix &Fix : R.Fixes)
    for (const Edit &E : Fix.Edits)
      Visit(E.File);
}

static void visitFilesOf(const FileFacts &Facts, FileVisitor Visit) {
  for (const FunctionFacts &F : Facts.Functions) {
    for (const CallFact &C : F.Calls)
      Visit(Facts.Strings[C.Where.File]);
    for (const LentParameter &P : F.Lent)
      Visit(Facts.Strings[P.Where.File]);
    for (const LendingFact &L : F.Lends)
      for (const LendingFact::Argument &A : L.Gone)
        Visit(Facts.Strings[A.Where.File]);
    for (const LeafFact &L : F.Leaves) {
      Visit(Facts.Strings[L.Where.File]);
      for (const LeafFact::Note &Note : L.Notes)
        Visit(Facts.Strings[Note.Where.File]);
    }
  }
}

std::vector<SourceState> statesOfSources(llvm::ArrayRef<UnitFile::Part> Parts,
                                         llvm::StringRef Root) {
  std::set<llvm::StringRef> Files;
  auto Add = [&](llvm::StringRef File) {
    if (!File.empty() && !llvm::sys::path::is_absolute(File))
      Files.insert(File);
  };
  for (const UnitFile::Part &Part : Parts) {
    Add(Part.File);
    if (const std::optional<FileFacts> &Facts = Part.Result.Facts)
      visitFilesOf(*Facts, Add);
    for (const Result &R : Part.Result.Results)
      visitFilesOf(R, Add);
    for (const Suppression &S : Part.Result.Suppressions)
      Add(S.Where.File);
  }
  std::vector<SourceState> States;
  for (llvm::StringRef File : Files)
    States.push_back({File.str(), hashSource(File, Root)});
  return States;
}

} // namespace cotidy::driver
