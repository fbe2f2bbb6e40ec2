//===--- Cancellation.h - how coroutines learn that they end ----*- C++ -*-===//
//
// Which exceptions cancel a coroutine, which handlers catch them, and which
// expressions ask whether it is time to end.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_CANCELLATION_H
#define COTIDY_MODEL_TASKS_CANCELLATION_H

#include "model/AsyncModel.h"

namespace cotidy {

/// How cancellation ends the coroutine \p Body, or null where it does not do so
/// by an exception or nobody knows.
const CancellationRule *cancellationOf(const CodeBody &Body,
                                       const AsyncModel &Model);

/// The exception that cancellation throws: the first of \p Rule that is
/// declared in the file.
llvm::StringRef cancellationException(const CancellationRule &Rule,
                                      const clang::ASTContext &Ctx);

/// Its class, or null where none is declared.
const clang::CXXRecordDecl *cancellationClass(const CancellationRule &Rule,
                                              const clang::ASTContext &Ctx);

/// Whether \p Handler catches the exception that cancellation throws.
bool catchesCancellation(const clang::CXXCatchStmt &Handler,
                         const CancellationRule &Rule,
                         const clang::ASTContext &Ctx);

/// Whether \p Handler is for cancellation and nothing else.
bool isForCancellation(const clang::CXXCatchStmt &Handler,
                       const CancellationRule &Rule);

/// Whether what runs in \p S names something that has to do with cancelling,
/// stopping or aborting: a token, a flag, an error code.
bool namesCancellation(const clang::Stmt &S, const clang::ASTContext &Ctx);

/// Whether the condition \p S may become true because the work is to end: the
/// same, or whether something is open, connected, alive, valid.
bool asksWhetherToEnd(const clang::Stmt &S, const clang::ASTContext &Ctx);

/// Whether a function of this name ends something: close(), join().
bool soundsLikeGoodbye(llvm::StringRef Name);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_CANCELLATION_H
