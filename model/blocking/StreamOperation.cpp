#include "model/blocking/StreamOperation.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {
namespace {

bool isStreamMember(StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"open", "close", "read", "readsome", "write", "get", "getline"},
             true)
      .Cases({"put", "peek", "ignore", "putback", "unget", "flush", "sync"},
             true)
      .Cases({"seekg", "seekp", "tellg", "tellp"}, true)
      .Default(false);
}

bool isStreamFunction(StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"getline", "endl", "flush", "ws"}, true)
      .Cases({"print", "println", "vprint_unicode", "vprint_nonunicode"}, true)
      .Default(false);
}

/// The operand of \p Call that would be the stream, or null.
const Expr *streamOperand(const CallSite &Call) {
  const FunctionDecl &Callee = *Call.Callee;
  switch (Callee.getOverloadedOperator()) {
  case OO_LessLess:
  case OO_GreaterGreater:
    return Call.Receiver ? Call.Receiver : Call.arg(0);
  case OO_None:
    break;
  default:
    return nullptr;
  }
  const IdentifierInfo *II = Callee.getIdentifier();
  if (!II)
    return nullptr;
  if (Call.Receiver)
    return isStreamMember(II->getName()) ? Call.Receiver : nullptr;
  return Callee.isInStdNamespace() && isStreamFunction(II->getName())
             ? Call.arg(0)
             : nullptr;
}

} // namespace

const Expr *streamOf(const CallSite &Call) {
  const Expr *Stream = streamOperand(Call);
  while (Stream) {
    Stream = Stream->IgnoreParens()->IgnoreImplicit();
    // An upcast that is spelled out says no more than an implicit one.
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Stream);
        Cast && (Cast->getCastKind() == CK_DerivedToBase ||
                 Cast->getCastKind() == CK_UncheckedDerivedToBase ||
                 Cast->getCastKind() == CK_NoOp)) {
      Stream = Cast->getSubExpr();
      continue;
    }
    if (const auto *Paren = dyn_cast<ParenExpr>(Stream)) {
      Stream = Paren->getSubExpr();
      continue;
    }
    std::optional<CallSite> Inner = CallSite::of(Stream);
    const Expr *Operand = Inner && !isa<CXXConstructorDecl>(Inner->Callee)
                              ? streamOperand(*Inner)
                              : nullptr;
    // An operation that returns something else than the stream ends the chain.
    if (!Operand || !Stream->isGLValue())
      return Stream;
    Stream = Operand;
  }
  return nullptr;
}

} // namespace cotidy
