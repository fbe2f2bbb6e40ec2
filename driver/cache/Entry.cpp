#include "driver/cache/Entry.h"
#include "model/facts/Bytes.h"

namespace endian = llvm::support::endian;

namespace cotidy::driver {
namespace {

constexpr llvm::StringLiteral Magic = "COTC";
constexpr uint32_t Version = 1; // raised with every change of the layout
constexpr size_t HeaderSize = 4 + sizeof(uint32_t) + sizeof(uint64_t);

/// \p Before is the path of the record before, and becomes that of this one.
template <typename Io, typename T>
void record(Io &IO, T &R, std::string &Before) {
  size_t Shared = 0;
  std::string Rest;
  if constexpr (!Io::Reads) {
    while (Shared < Before.size() && Shared < R.Path.size() &&
           Before[Shared] == R.Path[Shared])
      ++Shared;
    Rest = R.Path.substr(Shared);
  }
  IO.number(Shared);
  IO.text(Rest);
  if constexpr (Io::Reads)
    R.Path = Before.substr(0, Shared) + Rest;
  Before = R.Path;
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
  std::string Before;
  IO.list(E.Reads, [&](auto &R) { record(IO, R, Before); });
  IO.text(E.Outcome);
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
  if (Bytes.size() < HeaderSize || !Bytes.starts_with(Magic) ||
      endian::read32le(Bytes.data() + 4) != Version)
    return std::nullopt;
  llvm::StringRef Payload = Bytes.drop_front(HeaderSize);
  if (endian::read64le(Bytes.data() + 8) != hashText(Payload))
    return std::nullopt;
  CacheEntry Entry;
  ByteReader IO(Payload);
  entry(IO, Entry);
  if (IO.failed())
    return std::nullopt;
  return Entry;
}

} // namespace cotidy::driver
