#include "driver/analysis/Workers.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <csignal>
#include <ctime>
#include <new>
#include <optional>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace cotidy::driver {
namespace {

using std::chrono::milliseconds;

/// What workers send: a kind, the size of what follows, and that.
enum class Frame : char { Bytes, End, EndAndLeave };

/// How a worker ends whose memory is used up.
constexpr int OutOfMemoryStatus = 97;

// ---- In the worker
// -----------------------------------------------------------

void leaveOutOfMemory() { ::_exit(OutOfMemoryStatus); }

void sendAll(int Socket, llvm::StringRef Bytes) {
  while (!Bytes.empty()) {
    ssize_t Sent = ::send(Socket, Bytes.data(), Bytes.size(), MSG_NOSIGNAL);
    if (Sent < 0 && errno != EINTR)
      ::_exit(1); // nobody waits any more
    Bytes = Bytes.drop_front(std::max<ssize_t>(Sent, 0));
  }
}

void sendFrame(int Socket, Frame Kind, llvm::StringRef Bytes) {
  uint64_t Size = Bytes.size();
  char Header[1 + sizeof(Size)];
  Header[0] = static_cast<char>(Kind);
  memcpy(Header + 1, &Size, sizeof(Size));
  sendAll(Socket, llvm::StringRef(Header, sizeof(Header)));
  sendAll(Socket, Bytes);
}

bool receiveJob(int Socket, size_t &Job) {
  ssize_t Got;
  do
    Got = ::recv(Socket, &Job, sizeof(Job), MSG_WAITALL);
  while (Got < 0 && errno == EINTR);
  return Got == sizeof(Job);
}

/// The size of the memory that this process may write to, in bytes.
uint64_t dataSize() {
  auto Buffer = llvm::MemoryBuffer::getFileAsStream("/proc/self/statm");
  if (!Buffer)
    return 0;
  llvm::SmallVector<llvm::StringRef, 8> Fields;
  (*Buffer)->getBuffer().trim().split(Fields, ' ');
  uint64_t Pages = 0;
  if (Fields.size() < 6 || Fields[5].getAsInteger(10, Pages))
    return 0;
  return Pages * ::sysconf(_SC_PAGESIZE);
}

void limitMemory(uint64_t Bytes) {
  struct rlimit Limit;
  if (::getrlimit(RLIMIT_DATA, &Limit) != 0)
    return;
  Limit.rlim_cur = std::min<rlim_t>(Limit.rlim_max, dataSize() + Bytes);
  ::setrlimit(RLIMIT_DATA, &Limit);
}

[[noreturn]] void serve(int Socket, const JobLimits &Limits,
                        llvm::function_ref<bool(size_t, SendFn)> Job) {
  if (Limits.Bytes) {
    std::set_new_handler(leaveOutOfMemory);
    llvm::remove_bad_alloc_error_handler();
    llvm::install_bad_alloc_error_handler(
        [](void *, const char *, bool) { leaveOutOfMemory(); });
    // clang goes on in a new thread where its stack is used up.
    llvm::remove_fatal_error_handler();
    llvm::install_fatal_error_handler([](void *, const char *Reason, bool) {
      if (llvm::StringRef(Reason).contains("pthread_create failed"))
        leaveOutOfMemory();
      llvm::errs() << "LLVM ERROR: " << Reason << '\n';
    });
  }
  size_t Number;
  while (receiveJob(Socket, Number)) {
    if (Limits.Bytes)
      limitMemory(Limits.Bytes);
    bool Sound = Job(Number, [&](llvm::StringRef Bytes) {
      sendFrame(Socket, Frame::Bytes, Bytes);
    });
    sendFrame(Socket, Sound ? Frame::End : Frame::EndAndLeave, "");
    if (!Sound)
      break;
  }
  ::_exit(0);
}

// ---- In the process that waits
// -------------------------------------------------

struct Worker {
  pid_t Process;
  int Socket;
  size_t Job = 0;
  milliseconds Before = {};  ///< processor time before the job
  std::string Received = {}; ///< of frames that are not whole
  std::string Sent = {};
  bool TookTooLong = false;
};

milliseconds processorTime(pid_t Process) {
  clockid_t Clock;
  timespec Used;
  if (::clock_getcpuclockid(Process, &Clock) != 0 ||
      ::clock_gettime(Clock, &Used) != 0)
    return {};
  return std::chrono::duration_cast<milliseconds>(
      std::chrono::seconds(Used.tv_sec) +
      std::chrono::nanoseconds(Used.tv_nsec));
}

class Pool {
public:
  Pool(size_t Count, unsigned Size, const JobLimits &Limits,
       llvm::function_ref<bool(size_t, SendFn)> Job,
       llvm::function_ref<void(size_t, JobEnd, llvm::StringRef)> Done)
      : Count(Count), Size(Size), Limits(Limits), Job(Job), Done(Done) {}

  void run() {
    while (true) {
      while (Next < Count && Workers.size() < Size && hire())
        ;
      if (Workers.empty())
        break;
      wait();
    }
    for (; Next < Count; ++Next)
      Done(Next, JobEnd::NotStarted, "");
  }

private:
  /// False if there is no process to be had.
  bool hire() {
    int Ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, Ends) != 0)
      return false;
    pid_t Parent = ::getpid();
    pid_t Process = ::fork();
    if (Process == 0) {
      // Also if that process is killed, and while a job goes on. Temporary
      // files are removed then, as LLVM does at this signal.
      ::prctl(PR_SET_PDEATHSIG, SIGTERM);
      if (::getppid() != Parent)
        ::_exit(1);
      ::close(Ends[0]);
      for (const Worker &W : Workers)
        ::close(W.Socket);
      serve(Ends[1], Limits, Job);
    }
    ::close(Ends[1]);
    if (Process < 0) {
      ::close(Ends[0]);
      return false;
    }
    Workers.push_back({Process, Ends[0]});
    assign(Workers.back());
    return true;
  }

  void assign(Worker &W) {
    W.Job = Next++;
    W.Sent.clear();
    W.Before = processorTime(W.Process);
    // If it is dead already, that shows when its answer is read.
    (void)!::send(W.Socket, &W.Job, sizeof(W.Job), MSG_NOSIGNAL);
  }

  void wait() {
    std::vector<pollfd> Ready;
    for (const Worker &W : Workers)
      Ready.push_back({W.Socket, POLLIN, 0});
    if (::poll(Ready.data(), Ready.size(), patience()) < 0)
      return;
    std::vector<Worker> Staying;
    for (size_t I = 0; I < Ready.size(); ++I) {
      Worker &W = Workers[I];
      if (Ready[I].revents ? listen(W) : !isLate(W))
        Staying.push_back(std::move(W));
      else
        dismiss(W);
    }
    Workers = std::move(Staying);
  }

  /// How long to wait at most, in milliseconds: until somebody may be late.
  int patience() const {
    if (!Limits.Seconds)
      return -1;
    milliseconds Least = std::chrono::hours(1);
    for (const Worker &W : Workers)
      Least = std::min(Least, left(W));
    return std::max<int64_t>(Least.count(), 10);
  }

  milliseconds left(const Worker &W) const {
    return std::chrono::seconds(Limits.Seconds) -
           (processorTime(W.Process) - W.Before);
  }

  bool isLate(Worker &W) const {
    W.TookTooLong = Limits.Seconds && left(W) <= milliseconds(0);
    return W.TookTooLong;
  }

  /// Takes what \p W sent. False if it comes to no more.
  bool listen(Worker &W) {
    char Bytes[1 << 16];
    ssize_t Got = ::recv(W.Socket, Bytes, sizeof(Bytes), 0);
    if (Got < 0 && errno == EINTR)
      return true;
    if (Got <= 0)
      return false;
    W.Received.append(Bytes, Got);
    constexpr size_t HeaderSize = 1 + sizeof(uint64_t);
    llvm::StringRef Rest = W.Received;
    bool Stays = true;
    while (Rest.size() >= HeaderSize) {
      uint64_t Length;
      memcpy(&Length, Rest.data() + 1, sizeof(Length));
      if (Rest.size() - HeaderSize < Length)
        break;
      Frame Kind = static_cast<Frame>(Rest.front());
      if (Kind == Frame::Bytes)
        W.Sent = Rest.substr(HeaderSize, Length).str();
      else
        Stays = finish(W, Kind == Frame::End);
      Rest = Rest.drop_front(HeaderSize + Length);
    }
    W.Received.erase(0, W.Received.size() - Rest.size());
    return Stays;
  }

  /// \p W has done its job. False if there is none left for it.
  bool finish(Worker &W, bool MayGoOn) {
    Done(W.Job, JobEnd::Done, W.Sent);
    W.Job = Count;
    if (!MayGoOn || Next >= Count)
      return false;
    assign(W);
    return true;
  }

  /// Waits for the end of \p W; whatever it was at comes to nothing more.
  void dismiss(Worker &W) {
    bool Working = W.Job != Count;
    // It leaves by itself when nobody listens, unless it hangs.
    ::close(W.Socket);
    if (W.TookTooLong)
      stop(W.Process);
    int Status = 0;
    while (::waitpid(W.Process, &Status, 0) < 0 && errno == EINTR)
      ;
    if (Working)
      Done(W.Job, W.TookTooLong ? JobEnd::TookTooLong : endOf(Status), W.Sent);
  }

  /// Gives it the time to remove temporary files.
  static void stop(pid_t Process) {
    ::kill(Process, SIGTERM);
    for (unsigned I = 0; I < 100; ++I) {
      siginfo_t Info = {};
      if (::waitid(P_PID, Process, &Info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
          Info.si_pid == Process)
        return;
      ::usleep(10'000);
    }
    ::kill(Process, SIGKILL);
  }

  static JobEnd endOf(int Status) {
    if (WIFEXITED(Status) && WEXITSTATUS(Status) == OutOfMemoryStatus)
      return JobEnd::NeededTooMuch;
    if (WIFSIGNALED(Status) &&
        (WTERMSIG(Status) == SIGKILL || WTERMSIG(Status) == SIGTERM))
      return JobEnd::Killed;
    return JobEnd::Crashed;
  }

  size_t Count, Next = 0;
  unsigned Size;
  const JobLimits &Limits;
  llvm::function_ref<bool(size_t, SendFn)> Job;
  llvm::function_ref<void(size_t, JobEnd, llvm::StringRef)> Done;
  std::vector<Worker> Workers;
};

} // namespace

void runInWorkers(
    size_t Count, unsigned Workers, const JobLimits &Limits,
    llvm::function_ref<bool(size_t, SendFn)> Job,
    llvm::function_ref<void(size_t, JobEnd, llvm::StringRef)> Done) {
  if (Workers == 0)
    Workers = llvm::hardware_concurrency().compute_thread_count();
  Pool(Count, Workers, Limits, Job, Done).run();
}

} // namespace cotidy::driver
