// The names of the QCoro pack in the real QCoro 0.8 and Qt 6.
// REQUIRES: call-dump, qcoro
// RUN: %build/bin/call-dump %s -- -std=c++20 -I/usr/include/qcoro6 -I/usr/include/x86_64-linux-gnu/qt6/QtCore -I/usr/include/x86_64-linux-gnu/qt6 -I/usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++ -I/usr/include/x86_64-linux-gnu/qt6/QtConcurrent -DQT_CONCURRENT_LIB -DQT_CORE_LIB | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <QtConcurrent/QtConcurrentRun>
#include <qcoro/qcoroasyncgenerator.h>
#include <qcoro/qcorofuture.h>
#include <qcoro/qcorogenerator.h>
#include <qcoro/qcorotask.h>
#include <qcoro/qcorotimer.h>

using namespace std::chrono_literals;

QCoro::Task<int> eager() { co_return 1; }
QCoro::Task<> nothing() { co_return; }
QCoro::Generator<int> numbers() { co_yield 1; }
QCoro::AsyncGenerator<int> later() { co_yield 1; }

QCoro::Task<> use(QObject *object) {
  // CHECK: [[#@LINE+1]]: type QCoro::Task (qcoro)
  auto held = eager();
  // CHECK: [[#@LINE+1]]: type QCoro::Generator (qcoro)
  auto source = numbers();
  // CHECK: [[#@LINE+1]]: type QCoro::AsyncGenerator (qcoro)
  auto elements = later();
  // CHECK: [[#@LINE+1]]: sleep QCoro::sleepFor (qcoro)
  co_await QCoro::sleepFor(1ms);
  // CHECK: [[#@LINE+2]]: loop_callback QCoro::connect (qcoro)
  // CHECK: [[#@LINE+1]]: sink QCoro::connect (qcoro)
  QCoro::connect(eager(), object, [](int) {});
  // CHECK: [[#@LINE+2]]: loop_callback QCoro::Task::then (qcoro)
  // CHECK: [[#@LINE+1]]: sink QCoro::Task::then (qcoro)
  eager().then([](int) {});
  // CHECK: [[#@LINE+1]]: loop_callback QTimer::singleShot (qcoro)
  QTimer::singleShot(1, [] {});
  // CHECK: [[#@LINE+1]]: loop_callback QObject::connect (qcoro)
  QObject::connect(object, &QObject::destroyed, object, [] {});
  // CHECK: [[#@LINE+1]]: offload QtConcurrent::run (qcoro)
  co_await QtConcurrent::run([] { return 1; });
  // CHECK: [[#@LINE+1]]: offload QThreadPool::start (qcoro)
  QThreadPool::globalInstance()->start([] {});
}

// CHECK: [[#@LINE+1]]: bridge QCoro::waitFor (qcoro)
int top() { return QCoro::waitFor(eager()); }
