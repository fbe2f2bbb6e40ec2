#include "model/blocking/NonBlocking.h"
#include "model/blocking/KnownPaths.h"
#include "model/code/ExprUtils.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether \p Site calls a function that takes its descriptors out of blocking
/// mode, as its name says (set_nonblocking, setNoBlock), and is not told not
/// to.
bool isNamedNonBlocking(const CallSite &Site, const ASTContext &Ctx) {
  const IdentifierInfo *Name = Site.Callee->getIdentifier();
  if (!Name || Site.Args.empty() ||
      llvm::none_of(
          ArrayRef<StringRef>{"nonblock", "non_block", "noblock", "no_block"},
          [&](StringRef Sign) {
            return Name->getName().contains_insensitive(Sign);
          }))
    return false;
  return llvm::none_of(Site.Args, [&](const Expr *Argument) {
    bool Value = true;
    return Argument->getType()->isBooleanType() &&
           Argument->EvaluateAsBooleanCondition(Value, Ctx) && !Value;
  });
}

/// Whether \p Body opens or sets \p Handle so that it never waits: with a flag
/// that says so (O_NONBLOCK, SOCK_NONBLOCK), by a function with such a name, by
/// a member such as Asio's non_blocking(true), or as something for which the
/// kernel has the answer at once (AF_NETLINK, /proc).
bool setsNonBlocking(const ValueDecl *Handle, const CodeBody &Body,
                     const ASTContext &Ctx) {
  auto SaysNonBlocking = [&](const Expr *Argument) {
    StringRef Text = Lexer::getSourceText(
        Ctx.getSourceManager().getExpansionRange(Argument->getSourceRange()),
        Ctx.getSourceManager(), Ctx.getLangOpts());
    return Text.contains("NONBLOCK") || Text == "AF_NETLINK" ||
           Text == "PF_NETLINK" || isBelow(*Argument, {"/proc/", "/sys/"});
  };
  for (const BodyCall &Call : Body.Calls) {
    const CallSite &Site = Call.Site;
    bool Concerns = Call.Result == Handle ||
                    (Site.Receiver && namedObject(Site.Receiver) == Handle) ||
                    llvm::any_of(Site.Args, [&](const Expr *Argument) {
                      return namedObject(Argument) == Handle;
                    });
    if (!Concerns)
      continue;
    if (llvm::any_of(Site.Args, SaysNonBlocking) ||
        isNamedNonBlocking(Site, Ctx))
      return true;
    bool Value = false;
    if (Site.Receiver && Site.Callee->getIdentifier() &&
        Site.Callee->getName().ends_with("non_blocking") && Site.arg(0) &&
        Site.arg(0)->EvaluateAsBooleanCondition(Value, Ctx) && Value)
      return true;
  }
  return false;
}

/// Whether \p Body looks for the error of a descriptor that has nothing to give
/// yet, which only one in non-blocking mode has, or makes TLS read and write
/// memory.
bool handlesWouldBlock(const CodeBody &Body, const ASTContext &Ctx) {
  StringRef Text = Lexer::getSourceText(
      CharSourceRange::getTokenRange(Body.Body->getSourceRange()),
      Ctx.getSourceManager(), Ctx.getLangOpts());
  constexpr StringRef Signs[] = {"EAGAIN",      "EWOULDBLOCK", "EINPROGRESS",
                                 "would_block", "WouldBlock",  "try_again",
                                 "WANT_READ",   "WANT_WRITE",  "BIO_s_mem"};
  return llvm::any_of(Signs,
                      [&](StringRef Sign) { return Text.contains(Sign); });
}

/// Whether a function of \p Class shows that its sockets do not wait: a class
/// keeps all its descriptors in one mode.
bool isNonBlockingClass(const CXXRecordDecl &Class, const AsyncModel &Model) {
  return llvm::any_of(Model.bodies(), [&](const CodeBody &Body) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Body.Function);
    return Method && Method->getParent() == &Class &&
           (handlesWouldBlock(Body, Model.context()) ||
            llvm::any_of(Body.Calls, [&](const BodyCall &Call) {
              return isNamedNonBlocking(Call.Site, Model.context());
            }));
  });
}

} // namespace

bool opensNoDisk(const CallSite &Site) {
  return llvm::any_of(Site.Args, [](const Expr *Argument) {
    return isBelow(*Argument, {"/dev/", "/proc/", "/sys/"});
  });
}

bool isNonBlocking(const ValueDecl *Handle, const CodeBody &Body,
                   const AsyncModel &Model) {
  if (setsNonBlocking(Handle, Body, Model.context()))
    return true;
  const auto *Member = dyn_cast<FieldDecl>(Handle);
  return Member && llvm::any_of(Model.bodies(), [&](const CodeBody &Other) {
           const auto *Method = dyn_cast<CXXMethodDecl>(Other.Function);
           return Method && Method->getParent() == Member->getParent() &&
                  setsNonBlocking(Handle, Other, Model.context());
         });
}

bool hasNonBlockingSockets(const CodeBody &Body, const AsyncModel &Model) {
  auto AwaitsReadiness = [&](const BodyCall &Call) {
    return Call.Awaited &&
           Model.catalogue().function(Call.Site, RuntimeRole::Readiness,
                                      Model.context());
  };
  if (llvm::any_of(Body.Calls, AwaitsReadiness) ||
      handlesWouldBlock(Body, Model.context()))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(Body.Function);
  return Method && Model.isNonBlocking(*Method->getParent(), [&] {
    return isNonBlockingClass(*Method->getParent(), Model);
  });
}

} // namespace cotidy
