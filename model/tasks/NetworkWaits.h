//===--- NetworkWaits.h - awaits for the other side -------------*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_NETWORKWAITS_H
#define COTIDY_MODEL_TASKS_NETWORKWAITS_H

#include "model/AsyncModel.h"
#include "llvm/ADT/DenseMap.h"

namespace cotidy {

/// Finds awaits that end only when the other side of a connection acts and that
/// nothing the file shows bounds in time.
class NetworkWaits {
public:
  /// Without \p UnknownCallers, only what the file shows to run without a
  /// limit: from where it is started down to the await.
  NetworkWaits(const AsyncModel &Model, bool UnknownCallers)
      : Model(Model), UnknownCallers(UnknownCallers) {}

  /// The awaits of \p Body without a limit around them, without a deadline or a
  /// timer beside them, and without a token that can cancel them.
  llvm::SmallVector<const BodyCall *, 4> unlimited(const CodeBody &Body);

private:
  bool is(const BodyCall &Call, RuntimeRole Role) const {
    return Model.catalogue().function(Call.Site, Role, Model.context());
  }
  bool isLimited(const BodyCall &Call) const;
  bool limitsItself(const CodeBody &Body) const;
  bool hasOwnDeadline(const BodyCall &Call) const;
  bool isStartedUnlimited(const CodeBody &Body, unsigned Depth = 0);
  llvm::ArrayRef<const BodyCall *> callsOf(const clang::FunctionDecl &F);

  const AsyncModel &Model;
  bool UnknownCallers;
  /// Read on first use.
  std::optional<llvm::DenseMap<const clang::FunctionDecl *,
                               std::vector<const BodyCall *>>>
      Calls;
};

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_NETWORKWAITS_H
