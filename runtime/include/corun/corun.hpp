#pragma once

// The core of corun: everything that needs no library but Boost and liburing.
#include <corun/batch.hpp>
#include <corun/channel.hpp>
#include <corun/error.hpp>
#include <corun/event.hpp>
#include <corun/file.hpp>
#include <corun/fs.hpp>
#include <corun/gather.hpp>
#include <corun/latch.hpp>
#include <corun/map_concurrent.hpp>
#include <corun/mutex.hpp>
#include <corun/net.hpp>
#include <corun/outcome.hpp>
#include <corun/race.hpp>
#include <corun/run.hpp>
#include <corun/scope.hpp>
#include <corun/semaphore.hpp>
#include <corun/settle.hpp>
#include <corun/shared_mutex.hpp>
#include <corun/sleep.hpp>
#include <corun/spawn.hpp>
#include <corun/task.hpp>
#include <corun/thread_pool.hpp>
#include <corun/timeout.hpp>
#include <corun/to_thread.hpp>
#include <corun/whole_file.hpp>
