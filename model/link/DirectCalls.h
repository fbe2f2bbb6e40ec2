//===--- DirectCalls.h - calls whose callee is certain ----------*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_DIRECTCALLS_H
#define COTIDY_MODEL_LINK_DIRECTCALLS_H

#include "model/link/Program.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

/// The direct calls between functions.
class DirectCalls {
public:
  /// What is called and defined in no file.
  static constexpr NodeId Unknown = ~NodeId(0);

  explicit DirectCalls(const Program &P);

  /// The callees of the direct calls of all definitions of \p N, in their
  /// order.
  llvm::ArrayRef<NodeId> callees(NodeId N) const {
    return llvm::ArrayRef(Callees).slice(First[N], First[N + 1] - First[N]);
  }

  /// Visits each set of functions that can all reach one another, behind all
  /// that it calls. \p Cyclic: it is more than one function, or calls itself.
  void forEachComponent(
      llvm::function_ref<void(llvm::ArrayRef<NodeId>, bool Cyclic)> Visit)
      const;

private:
  struct Component {
    uint32_t End; ///< in \c Order; the next one begins there
    bool Cyclic;
  };

  void findComponents();

  std::vector<NodeId> Callees;
  std::vector<uint32_t> First;
  std::vector<NodeId> Order; ///< all functions, each behind what it calls
  std::vector<Component> Components;
};

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_DIRECTCALLS_H
