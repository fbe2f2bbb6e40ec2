//===--- NonBlocking.h - descriptors that do not block ----------*- C++ -*-===//
//
// What code shows about its descriptors: a call on one that is in non-blocking
// mode, or known to be ready, does not wait.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_BLOCKING_NONBLOCKING_H
#define COTIDY_MODEL_BLOCKING_NONBLOCKING_H

#include "model/AsyncModel.h"

namespace cotidy {

/// Whether \p Handle is visibly a descriptor in non-blocking mode: \p Body
/// opens or sets it so, or for a member any function of its class does.
bool isNonBlocking(const clang::ValueDecl *Handle, const CodeBody &Body,
                   const AsyncModel &Model);

/// Whether \p Site opens, or asks for, what is on no disk, as a constant path
/// below /dev, /proc or /sys says.
bool opensNoDisk(const CallSite &Site);

/// Whether \p Body shows that its sockets are in non-blocking mode: it awaits
/// that one is ready, or looks for the error of one that is not. What it calls
/// on sockets, itself or through others, does not wait.
bool hasNonBlockingSockets(const CodeBody &Body, const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_NONBLOCKING_H
