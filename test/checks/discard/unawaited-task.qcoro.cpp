// Eager tasks of the real QCoro, which has no [[nodiscard]].
//
// REQUIRES: qcoro
// RUN: %check_test %s async-unawaited-task -- -isystem /usr/include/qcoro6 -isystem /usr/include/x86_64-linux-gnu/qt6 -isystem /usr/include/x86_64-linux-gnu/qt6/QtCore -isystem /usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++ -DQT_CORE_LIB -fPIC
// RUN: %check_test %s async-unawaited-task --tag strict --option StrictMode=true -- -isystem /usr/include/qcoro6 -isystem /usr/include/x86_64-linux-gnu/qt6 -isystem /usr/include/x86_64-linux-gnu/qt6/QtCore -isystem /usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++ -DQT_CORE_LIB -fPIC

#include <QObject>
#include <QTimer>
#include <qcoro/qcorotask.h>
#include <qcoro/qcorotimer.h>

QCoro::Task<void> save();
QCoro::Task<int> load();

QCoro::Task<void> dropped_bad() {
  save();
  // WARN@-1:3: task returned by 'save' is never awaited: nobody waits for its end, and its exceptions are lost
  // NOTE@-2:3: await it with 'co_await', or keep it where somebody waits for it
  // FIX@-3:   co_await save();
  co_return;
}

QCoro::Task<void> variable_bad() {
  auto value = load();
  // WARN@-1:16: task returned by 'load' is never awaited: nobody waits for its end, and its exceptions are lost
  // NOTE@-2:8: 'value' holds it and is never used
  // NOTE@-3:16: await it with 'co_await', or keep it where somebody waits for it
  // FIX@-4:   auto value = co_await load();
  co_return;
}

void slot_bad() { save(); }
// WARN@-1:19: task returned by 'save' is never awaited: nobody waits for its end, and its exceptions are lost
// NOTE@-2:19: the function around it is no coroutine: return it to a caller that awaits it, or keep it where somebody waits for it

// Its exceptions vanish: only a strict reader wants to know.
void cast_bad() { (void)save(); }
// WARN[strict]@-1:25: task returned by 'save' is never awaited: nobody waits for its end, and its exceptions are lost
// NOTE[strict]@-2:25: the function around it is no coroutine: return it to a caller that awaits it, or keep it where somebody waits for it

QCoro::Task<void> timer_bad(QTimer &timer) {
  qCoro(timer).waitForTimeout();
  // WARN@-1:3: task returned by 'waitForTimeout' is never awaited: nobody waits for its end, and its exceptions are lost
  // NOTE@-2:3: await it with 'co_await', or keep it where somebody waits for it
  // FIX@-3:   co_await qCoro(timer).waitForTimeout();
  co_return;
}

QCoro::Task<void> awaited_ok(QTimer &timer) {
  co_await save();
  co_await timer;
  co_await qCoro(timer).waitForTimeout();
  auto value = load();
  (void)co_await value;
}

void continued_ok(QObject *context) {
  QCoro::connect(load(), context, [](int) {});
  save().then([] {});
}

// Work that is under way and watched by other means than an await: for strict
// readers only.

void loop_round();

int polled_bad() {
  auto value = load();
  // WARN[strict]@-1:16: task returned by 'load' is never awaited: nobody waits for its end, and its exceptions are lost
  // NOTE[strict]@-2:8: 'value' holds it and is never used
  // NOTE[strict]@-3:16: the function around it is no coroutine: return it to a caller that awaits it, or keep it where somebody waits for it
  while (!value.isReady())
    loop_round();
  return 0;
}

void held_bad() {
  auto running = save();
  // WARN[strict]@-1:18: task returned by 'save' is never awaited: nobody waits for its end, and its exceptions are lost
  // NOTE[strict]@-2:8: 'running' holds it and is never used
  // NOTE[strict]@-3:18: the function around it is no coroutine: return it to a caller that awaits it, or keep it where somebody waits for it
  loop_round();
}

// The runtime's own code is told by other ways when the task ends.
namespace QCoro::detail {
void started_bad() { ::save(); }
// WARN[strict]@-1:22: task returned by 'save' is never awaited: nobody waits for its end, and its exceptions are lost
// NOTE[strict]@-2:22: the function around it is no coroutine: return it to a caller that awaits it, or keep it where somebody waits for it
} // namespace QCoro::detail
