#pragma once

// What a test begins with.
#include "run_test.hpp"
#include "steps.hpp"

#include <chrono>

namespace asio = boost::asio;
using namespace corun::test;
using namespace std::chrono_literals;
