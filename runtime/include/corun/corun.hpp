#pragma once

// The core of corun: everything that needs no library but Boost and liburing.
#include <corun/batch.hpp>
#include <corun/error.hpp>
#include <corun/file.hpp>
#include <corun/fs.hpp>
#include <corun/gather.hpp>
#include <corun/map_concurrent.hpp>
#include <corun/mutex.hpp>
#include <corun/net.hpp>
#include <corun/outcome.hpp>
#include <corun/race.hpp>
#include <corun/run.hpp>
#include <corun/scope.hpp>
#include <corun/settle.hpp>
#include <corun/sleep.hpp>
#include <corun/spawn.hpp>
#include <corun/task.hpp>
#include <corun/timeout.hpp>
#include <corun/whole_file.hpp>
