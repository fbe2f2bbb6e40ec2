#include "model/blocking/ThreadPools.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

/// Ends the search through template arguments and initialisers.
constexpr unsigned MaxDepth = 4;

/// One of the classes, or a template around it: `strand<pool executor>`,
/// `shared_ptr<pool>`.
bool holds(QualType Type, ArrayRef<NamePattern> Classes, unsigned Depth) {
  if (Type.isNull() || Depth == 0)
    return false;
  const CXXRecordDecl *Class = Type->getPointeeCXXRecordDecl();
  if (!Class)
    Class = Type->getAsCXXRecordDecl();
  if (!Class)
    return false;
  if (llvm::any_of(Classes,
                   [&](const NamePattern &P) { return P.matches(*Class); }))
    return true;
  const auto *Template = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  return Template &&
         llvm::any_of(Template->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &Argument) {
                        return Argument.getKind() == TemplateArgument::Type &&
                               holds(Argument.getAsType(), Classes, Depth - 1);
                      });
}

bool isPool(const Expr *E, ArrayRef<NamePattern> Pools, unsigned Depth) {
  E = E ? stripTransparent(E) : nullptr;
  if (!E || Depth == 0)
    return false;
  if (isOrHolds(E->getType(), Pools))
    return true;
  // `any_io_executor ex = pool.get_executor()`
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return Construct->getNumArgs() >= 1 &&
           isPool(Construct->getArg(0), Pools, Depth - 1);
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Var && !isa<ParmVarDecl>(Var) && Var->hasInit() &&
         isPool(Var->getInit(), Pools, Depth - 1);
}

} // namespace

bool isOrHolds(QualType Type, ArrayRef<NamePattern> Classes) {
  return holds(Type, Classes, MaxDepth);
}

bool isThreadPool(const Expr &Executor, ArrayRef<NamePattern> Pools) {
  return isPool(&Executor, Pools, MaxDepth);
}

} // namespace cotidy
