//===--- ExecutorMoves.h - where a coroutine leaves its loop ----*- C++ -*-===//
//
// After a real move to a thread pool, the code of a coroutine is off its loop
// until it moves back. Decided on the control-flow graph: code counts as off
// the loop where it is so on every path that reaches it.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_BLOCKING_EXECUTORMOVES_H
#define COTIDY_MODEL_BLOCKING_EXECUTORMOVES_H

#include "model/catalogue/Catalogue.h"
#include "model/code/CodeBody.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <cstdint>

namespace cotidy {

class ExecutorMoves {
public:
  ExecutorMoves(std::deque<CodeBody> &Bodies, const Catalogue &Known,
                clang::ASTContext &Ctx);

  /// Says in \p Body, a coroutine that starts on a loop, which of its calls and
  /// loops run elsewhere (BodyCall::OffLoop, CodeBody::staysOnLoopAt()).
  ///
  /// A move is an awaited call in the catalogue's role `move`. Back on the loop
  /// lead `move_back` and every awaited operation of the loop: timers, yields,
  /// `async_*` with a plain token. A coroutine that awaits another goes on
  /// where that one ended, and one that starts on an executor it is given is
  /// off the loop from its first statement (Catalogue::startsElsewhere()).
  void mark(CodeBody &Body);

private:
  /// Where code may run: a set of the two.
  enum Place : uint8_t { Nowhere = 0, OnLoop = 1, OffLoop = 2 };

  /// What an await does to each of the two places.
  struct Effect {
    uint8_t FromOn = OnLoop, FromOff = OffLoop;
    bool keeps() const { return FromOn == OnLoop && FromOff == OffLoop; }
    uint8_t operator()(uint8_t Places) const {
      return (Places & OnLoop ? FromOn : Nowhere) |
             (Places & OffLoop ? FromOff : Nowhere);
    }
  };
  class Flow;

  bool has(const BodyCall &Call, RuntimeRole Role) const;
  Effect effectOf(const BodyCall &Call);
  Effect effectOf(const CodeBody &Body);
  llvm::DenseMap<const clang::Stmt *, Effect> awaitsThatMove(const CodeBody &);

  const Catalogue &Known;
  clang::ASTContext &Ctx;
  llvm::DenseMap<const clang::FunctionDecl *, const CodeBody *> Definitions;
  llvm::DenseMap<const CodeBody *, Effect> Effects;
  llvm::SmallPtrSet<const CodeBody *, 4> InProgress;
};

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_EXECUTORMOVES_H
