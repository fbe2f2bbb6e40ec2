// The names of the Boost pack in the real Boost.Thread.
// REQUIRES: call-dump, boost-thread
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#define BOOST_THREAD_VERSION 4
#include <boost/thread.hpp>
#include <boost/thread/future.hpp>
#include <boost/thread/once.hpp>

void use(boost::once_flag &once) {
  // CHECK: [[#@LINE+1]]: offload boost::thread::thread (boost)
  boost::thread thread([] {});
  boost::thread_group group;
  // CHECK: [[#@LINE+1]]: offload boost::thread_group::create_thread (boost)
  group.create_thread([] {});
  // CHECK: [[#@LINE+1]]: offload boost::async (boost)
  auto result = boost::async([] { return 1; });
  // CHECK: [[#@LINE+1]]: offload boost::packaged_task::packaged_task (boost)
  boost::packaged_task<int()> task([] { return 1; });
  // CHECK: [[#@LINE+1]]: in_place boost::call_once (boost)
  boost::call_once(once, [] {});
}
