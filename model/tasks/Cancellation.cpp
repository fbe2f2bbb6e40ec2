#include "model/tasks/Cancellation.h"
#include "model/code/LoopExit.h"
#include "model/code/QualifiedName.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

const CancellationRule *cancellationOf(const CodeBody &Body,
                                       const AsyncModel &Model) {
  const CXXRecordDecl *Task =
      Body.Function->getReturnType()->getAsCXXRecordDecl();
  const RuntimeType *Known = Task ? Model.catalogue().type(*Task) : nullptr;
  if (!Known || Known->Cancellation.Exceptions.empty())
    return nullptr;
  return &Known->Cancellation;
}

/// The class called \p Name, if it is declared.
static const CXXRecordDecl *classNamed(StringRef Name, const ASTContext &Ctx) {
  const DeclContext *Scope = Ctx.getTranslationUnitDecl();
  while (Scope) {
    auto [First, Rest] = Name.split("::");
    const DeclContext *Inner = nullptr;
    for (const NamedDecl *D : Scope->lookup(&Ctx.Idents.get(First)))
      if (const NamedDecl *Found = D->getUnderlyingDecl();
          isa<NamespaceDecl, CXXRecordDecl>(Found))
        Inner = cast<DeclContext>(Found);
    if (Rest.empty() || !Inner)
      return dyn_cast_or_null<CXXRecordDecl>(Inner);
    Scope = Inner;
    Name = Rest;
  }
  return nullptr;
}

StringRef cancellationException(const CancellationRule &Rule,
                                const ASTContext &Ctx) {
  auto Declared = llvm::find_if(Rule.Exceptions, [&](const std::string &Name) {
    return classNamed(Name, Ctx) != nullptr;
  });
  return Declared == Rule.Exceptions.end() ? StringRef(Rule.Exceptions.front())
                                           : StringRef(*Declared);
}

const CXXRecordDecl *cancellationClass(const CancellationRule &Rule,
                                       const ASTContext &Ctx) {
  return classNamed(cancellationException(Rule, Ctx), Ctx);
}

static const CXXRecordDecl *classCaughtBy(const CXXCatchStmt &Handler) {
  return Handler.getCaughtType().getNonReferenceType()->getAsCXXRecordDecl();
}

bool catchesCancellation(const CXXCatchStmt &Handler,
                         const CancellationRule &Rule, const ASTContext &Ctx) {
  if (Handler.getCaughtType().isNull())
    return true;
  const CXXRecordDecl *Caught = classCaughtBy(Handler);
  if (!Caught)
    return false;
  // The base of them all, whether or not their classes are declared here.
  if (Caught->isInStdNamespace() && Caught->getIdentifier() &&
      Caught->getName() == "exception")
    return true;
  const CXXRecordDecl *Thrown = cancellationClass(Rule, Ctx);
  Thrown = Thrown ? Thrown->getDefinition() : nullptr;
  return Thrown && (Thrown->getCanonicalDecl() == Caught->getCanonicalDecl() ||
                    Thrown->isDerivedFrom(Caught));
}

bool isForCancellation(const CXXCatchStmt &Handler,
                       const CancellationRule &Rule) {
  if (!Rule.Code.empty() || Handler.getCaughtType().isNull())
    return false;
  const CXXRecordDecl *Caught = classCaughtBy(Handler);
  return Caught && llvm::is_contained(Rule.Exceptions, qualifiedName(*Caught));
}

static bool contains(StringRef Name, llvm::ArrayRef<StringRef> Parts) {
  std::string Lower = Name.lower();
  return llvm::any_of(
      Parts, [&](StringRef Part) { return StringRef(Lower).contains(Part); });
}

/// Whether what \p S names, or what runs in it, has a name with one of
/// \p Parts.
static bool names(const Stmt &S, llvm::ArrayRef<StringRef> Parts,
                  const ASTContext &Ctx) {
  const NamedDecl *D = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
    D = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(&S))
    D = Member->getMemberDecl();
  if (D && D->getIdentifier() && contains(D->getName(), Parts))
    return true;
  return llvm::any_of(evaluatedChildren(S, Ctx), [&](const Stmt *Child) {
    return names(*Child, Parts, Ctx);
  });
}

static constexpr StringRef EndWords[] = {
    "cancel", "abort", "stop", "shut", "quit", "terminat", "interrupt", "exit"};

bool namesCancellation(const Stmt &S, const ASTContext &Ctx) {
  return names(S, EndWords, Ctx);
}

bool asksWhetherToEnd(const Stmt &S, const ASTContext &Ctx) {
  static constexpr StringRef StateWords[] = {"open",  "clos",  "running",
                                             "alive", "valid", "connected",
                                             "done",  "finish"};
  return names(S, EndWords, Ctx) || names(S, StateWords, Ctx);
}

bool soundsLikeGoodbye(StringRef Name) {
  return contains(Name, {"close", "stop", "join", "shut", "disconnect",
                         "release", "unlock", "cleanup", "clean_up", "destroy",
                         "rollback", "cancel", "dispose", "teardown", "leave",
                         "drain", "flush", "finish", "end_"});
}

} // namespace cotidy
