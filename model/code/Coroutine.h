//===--- Coroutine.h - which functions are coroutines -----------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_COROUTINE_H
#define COTIDY_MODEL_CODE_COROUTINE_H

#include "model/catalogue/Catalogue.h"
#include "model/code/CodeBody.h"

namespace cotidy {

/// The kind of the body of \p F. A coroutine is a synchronous generator if the
/// runtime packs say so of its return type, or if it has a co_yield and its
/// promise cannot await (a deleted `await_transform`, [dcl.fct.def.coroutine]),
/// or it has a co_yield, no co_await, and its return type is iterated with
/// plain begin() and end().
BodyKind bodyKind(const clang::FunctionDecl &F, const clang::Stmt *Body,
                  const Catalogue &Known);

/// The statement a programmer wrote as body of \p F: for a coroutine the one
/// inside the CoroutineBodyStmt. Null where the body was skipped.
const clang::Stmt *writtenBody(const clang::FunctionDecl &F);

/// The promise type of the coroutine \p F, or null where it is no coroutine or
/// its body was skipped or is dependent.
const clang::CXXRecordDecl *promiseOf(const clang::FunctionDecl &F);

/// Whether the class of \p Member has functions that only promise types have
/// ([dcl.fct.def.coroutine]) beside it.
bool isPromiseMember(const clang::CXXMethodDecl &Member);

/// Whether \p Await, which stands in the body of \p F, awaits what the user of
/// a template chose: \p F is an instantiation, and the operand's type depends
/// on its arguments.
bool awaitsTemplateChoice(const clang::FunctionDecl &F,
                          const clang::CoawaitExpr &Await);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_COROUTINE_H
