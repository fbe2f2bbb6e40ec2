//===--- AwaitPlace.h - where an await may stand ----------------*- C++ -*-===//
#ifndef COTIDY_FIXITS_AWAITPLACE_H
#define COTIDY_FIXITS_AWAITPLACE_H

#include "model/code/CodeBody.h"

namespace cotidy {

/// Whether an await may stand where \p Operand stands in the coroutine \p Body
/// ([expr.await]/2: no handlers, no initialisers of static variables), and none
/// of \p Operand is a macro's.
bool placeAllowsAwait(const clang::Expr &Operand, const CodeBody &Body);

/// Whether `co_await` before \p E would take only its first part as operand.
bool bindsWeaker(const clang::Expr &E);

/// Whether the value of \p E is the object, callee or base of a postfix
/// expression, which binds tighter than `co_await`.
bool isPostfixBase(const clang::Expr &E, const CodeBody &Body);

/// What \p E stands in, the nodes that nobody writes left out: casts,
/// temporaries, cleanups. \p Child becomes the topmost of those.
const clang::Stmt *writtenParent(const clang::Expr &E, const CodeBody &Body,
                                 const clang::Stmt *&Child);

/// Whether \p E is a statement of its own, whose value nobody uses.
bool isDiscarded(const clang::Expr &E, const CodeBody &Body);

/// Whether what this instantiation of a template shows, another one may not.
bool isInstantiated(const CodeBody &Body);

} // namespace cotidy

#endif // COTIDY_FIXITS_AWAITPLACE_H
