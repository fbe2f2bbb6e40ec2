#include "driver/support/ProgressBar.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {

static constexpr unsigned BarWidth = 24;
static constexpr char EraseLine[] = "\r\033[K";

ProgressBar::ProgressBar(unsigned Total, bool Visible)
    : Total(Total), Visible(Visible) {}

ProgressBar::~ProgressBar() {
  if (Visible)
    llvm::errs() << EraseLine;
}

void ProgressBar::advance(llvm::StringRef File) {
  ++Done;
  // A terminal over a slow line must not slow the run down.
  auto Now = std::chrono::steady_clock::now();
  if (!Visible ||
      (Done < Total && Now - LastDrawn < std::chrono::milliseconds(50)))
    return;
  LastDrawn = Now;
  unsigned Filled = Total ? BarWidth * Done / Total : BarWidth;
  unsigned Columns = llvm::sys::Process::StandardErrColumns();
  unsigned Used = BarWidth + 18;
  size_t Room = Columns > Used ? Columns - Used : 0;
  llvm::errs() << EraseLine << '[' << std::string(Filled, '#')
               << std::string(BarWidth - Filled, ' ') << "] "
               << llvm::format("%4u/%-4u ", Done, Total)
               << File.take_back(Room);
}

} // namespace cotidy::driver
