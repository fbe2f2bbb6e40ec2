#include "driver/cache/Entry.h"
#include "model/facts/Bytes.h"

namespace endian = llvm::support::endian;

namespace cotidy::driver {
namespace {

constexpr llvm::StringLiteral Magic = "COTC";
constexpr uint32_t Version = 1; // raised with every change of the layout
constexpr size_t HeaderSize = 4 + sizeof(uint32_t) + sizeof(uint64_t);

/// \p Path is that of the record before, and becomes that of this one.
template <typename Io, typename T>
void record(Io &IO, T &R, std::string &Path) {
  size_t Shared = 0;
  if constexpr (Io::Reads) {
    IO.number(Shared);
    Path.resize(std::min(Shared, Path.size()));
    IO.appendText(Path);
    R.Path = Path;
    R.Content.reset();
  } else {
    while (Shared < Path.size() && Shared < R.Path.size() &&
           Path[Shared] == R.Path[Shared])
      ++Shared;
    IO.number(Shared);
    IO.text(R.Path.substr(Shared));
    Path = R.Path;
  }
  IO.choice(R.Kind, PathKind::Other);
  if (R.Kind == PathKind::Missing)
    return;
  IO.optional(R.Content, [&](auto &Hash) { IO.id(Hash); });
  if (R.Kind != PathKind::File)
    return;
  IO.id(R.RealPath);
  IO.number(R.Stamp.Device);
  IO.number(R.Stamp.Inode);
  IO.number(R.Stamp.Size);
  IO.integer(R.Stamp.Modified);
  IO.integer(R.Stamp.Changed);
  IO.number(R.StampIsEnough);
}

template <typename Io, typename T> void entry(Io &IO, T &E) {
  IO.text(E.Key);
  std::string Path;
  IO.list(E.Reads, [&](auto &R) { record(IO, R, Path); });
  IO.text(E.Outcome);
}

/// What stands behind the header; empty if something is damaged.
std::optional<llvm::StringRef> payloadOf(llvm::StringRef Bytes) {
  if (Bytes.size() < HeaderSize || !Bytes.starts_with(Magic) ||
      endian::read32le(Bytes.data() + 4) != Version)
    return std::nullopt;
  llvm::StringRef Payload = Bytes.drop_front(HeaderSize);
  if (endian::read64le(Bytes.data() + 8) != hashText(Payload))
    return std::nullopt;
  return Payload;
}

} // namespace

std::string entryToBytes(const CacheEntry &Entry) {
  std::string Payload;
  llvm::raw_string_ostream Into(Payload);
  ByteWriter IO(Into);
  entry(IO, Entry);
  char Header[HeaderSize];
  llvm::copy(Magic, Header);
  endian::write32le(Header + 4, Version);
  endian::write64le(Header + 8, hashText(Payload));
  return std::string(Header, HeaderSize) + Payload;
}

std::optional<CacheEntry> entryFromBytes(llvm::StringRef Bytes) {
  std::optional<llvm::StringRef> Payload = payloadOf(Bytes);
  if (!Payload)
    return std::nullopt;
  CacheEntry Entry;
  ByteReader IO(*Payload);
  entry(IO, Entry);
  if (IO.failed())
    return std::nullopt;
  return Entry;
}

std::optional<std::string>
outcomeIn(llvm::StringRef Bytes, llvm::StringRef Key,
          llvm::function_ref<bool(const ReadRecord &)> Holds) {
  std::optional<llvm::StringRef> Payload = payloadOf(Bytes);
  if (!Payload)
    return std::nullopt;
  ByteReader IO(*Payload);
  std::string Text, Path;
  IO.text(Text);
  bool Usable = Text == Key;
  ReadRecord R;
  for (uint64_t Left = Usable ? IO.listSize() : 0; Usable && Left; --Left) {
    record(IO, R, Path);
    Usable = Holds(R);
  }
  if (Usable)
    IO.text(Text);
  if (IO.failed() || !Usable)
    return std::nullopt;
  return Text;
}

} // namespace cotidy::driver
