//===--- TaskText.h - what messages say of a task ---------------*- C++ -*-===//
#ifndef COTIDY_CHECKS_DISCARD_TASKTEXT_H
#define COTIDY_CHECKS_DISCARD_TASKTEXT_H

#include "model/catalogue/Catalogue.h"
#include "model/code/CallSite.h"
#include "model/tasks/Awaitable.h"
#include <string>

namespace cotidy {

/// `task`, `future`, `operation`.
llvm::StringRef nounFor(TypeKind Kind);

/// What dropping a value of \p Type does, as the end of a message:
/// `: it never runs`.
llvm::StringRef effectOf(const AwaitableType &Type);

/// Where a task comes from: ` returned by 'f'`.
std::string originText(const CallSite &Site);

/// What to do with a task instead of awaiting it, with the name of the
/// runtime's own function for it.
std::string handOver(const AwaitableType &Type, const Catalogue &Known);

} // namespace cotidy

#endif // COTIDY_CHECKS_DISCARD_TASKTEXT_H
