//===--- RethrowCancellation.h - past a handler that goes on ----*- C++ -*-===//
//
// Before:  } catch (const std::exception &e) {
// After:   } catch (const OperationCancelled &) { throw; }
//          catch (const std::exception &e) {
//
// Before:  } catch (const boost::system::system_error &e) {
// After:   } catch (const boost::system::system_error &e) {
//            if (e.code() == boost::asio::error::operation_aborted)
//              throw;
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_RETHROWCANCELLATION_H
#define COTIDY_FIXITS_RETHROWCANCELLATION_H

#include "fixits/Fix.h"
#include "model/tasks/Cancellation.h"
#include "clang/AST/StmtCXX.h"
#include <optional>

namespace cotidy {

/// Plans that \p Handler, which catches what \p Rule says that cancellation
/// throws, lets that pass. Empty where the exception is cancellation's own and
/// the handler is for it alone, or it is not declared; where an error code
/// tells cancellation apart and the handler has no name for that class or a
/// base of it; and where a macro wrote the handler's head.
std::optional<Fix> planRethrow(const clang::CXXCatchStmt &Handler,
                               const CancellationRule &Rule,
                               const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_FIXITS_RETHROWCANCELLATION_H
