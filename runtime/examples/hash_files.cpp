// hash_files DIRECTORY: prints the CRC-32 of each file below a directory, as
// gzip computes it.
//
// Shows: corun::fs for a walk that does not block the loop; to_thread for work
// that computes and blocks; map_concurrent, which keeps as many files going as
// there are threads, so that memory stays small however many files there are.
#include <corun/corun.hpp>

#include <boost/crc.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using corun::task;
using std::filesystem::path;

/// Reads and computes: for a thread, not for the loop.
std::uint32_t hash(const path &file, std::stop_token stop) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw std::runtime_error("cannot open " + file.string());
  boost::crc_32_type crc;
  std::vector<char> piece(1 << 16);
  while (!stop.stop_requested() &&
         (in.read(piece.data(), static_cast<std::streamsize>(piece.size())),
          in.gcount() > 0))
    crc.process_bytes(piece.data(), static_cast<std::size_t>(in.gcount()));
  if (in.bad())
    throw std::runtime_error("cannot read " + file.string());
  return crc.checksum();
}

task<std::uint32_t> hash_beside(path file) {
  // An interrupt of the program reaches the thread by the stop token.
  auto work = [file](std::stop_token stop) { return hash(file, stop); };
  co_return co_await corun::to_thread(work);
}

task<> program(path directory) {
  std::vector<path> files;
  for (const auto &entry :
       co_await corun::fs::recursive_directory_entries(directory))
    if (co_await corun::fs::is_regular_file(entry.path()))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());

  const auto hashes = co_await corun::map_concurrent(
      files, corun::default_thread_pool().size(), hash_beside);
  for (std::size_t i = 0; i < files.size(); ++i)
    std::printf("%08x  %s\n", hashes[i], files[i].c_str());
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 2) {
    std::fputs("usage: hash_files DIRECTORY\n", stderr);
    return 2;
  }
  return corun::run_main(program(argv[1]));
}
