// A library that is loaded while the loop runs, and blocks as it starts.
#include <ctime>

namespace {

const timespec brief{0, 5'000'000};

struct at_load {
  at_load() { ::nanosleep(&brief, nullptr); }
} started;

} // namespace

extern "C" [[gnu::visibility("default")]] void library_blocks() {
  ::nanosleep(&brief, nullptr);
}
