#pragma once

// The core of corun: everything that needs no library but Boost and liburing.
#include <corun/error.hpp>
#include <corun/file.hpp>
#include <corun/fs.hpp>
#include <corun/sleep.hpp>
#include <corun/task.hpp>
#include <corun/whole_file.hpp>
