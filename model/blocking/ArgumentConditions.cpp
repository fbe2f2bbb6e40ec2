#include "model/blocking/ArgumentConditions.h"
#include "model/blocking/ThreadPools.h"
#include "model/code/ExprUtils.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include <limits>

using namespace clang;

namespace cotidy {
namespace {

/// The value that is passed: of a default argument its expression, without
/// what only wraps a prvalue.
const Expr *valueOf(const Expr *E) {
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    E = Default->getExpr();
  for (;;) {
    const Expr *Inner = E->IgnoreParens();
    if (const auto *Full = dyn_cast<FullExpr>(Inner))
      Inner = Full->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = Temporary->getSubExpr();
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = Bound->getSubExpr();
    else if (const auto *Cast = dyn_cast<ImplicitCastExpr>(Inner);
             Cast && Cast->getCastKind() == CK_NoOp)
      Inner = Cast->getSubExpr();
    if (Inner == E)
      return E;
    E = Inner;
  }
}

std::optional<APValue> evaluate(const Expr &E, const ASTContext &Ctx) {
  if (E.isValueDependent() || E.isInstantiationDependent())
    return std::nullopt;
  Expr::EvalResult Result;
  if (!E.EvaluateAsRValue(Result, Ctx) || Result.HasSideEffects)
    return std::nullopt;
  return Result.Val;
}

/// Whether every number in \p V is zero, and there is one.
bool isZero(const APValue &V) {
  if (V.isInt())
    return V.getInt().isZero();
  if (V.isFloat())
    return V.getFloat().isZero();
  if (!V.isStruct())
    return false;
  unsigned Bases = V.getStructNumBases(), Fields = V.getStructNumFields();
  for (unsigned I = 0; I != Bases; ++I)
    if (!isZero(V.getStructBase(I)))
      return false;
  for (unsigned I = 0; I != Fields; ++I)
    if (!isZero(V.getStructField(I)))
      return false;
  return Bases + Fields > 0;
}

/// Whether \p S is `&Var`.
bool isAddressOf(const Stmt *S, const VarDecl &Var) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  const auto *Op =
      E ? dyn_cast<UnaryOperator>(E->IgnoreParenImpCasts()) : nullptr;
  const auto *Ref =
      Op && Op->getOpcode() == UO_AddrOf
          ? dyn_cast<DeclRefExpr>(Op->getSubExpr()->IgnoreParenImpCasts())
          : nullptr;
  return Ref && Ref->getDecl() == &Var;
}

/// Whether \p S mentions \p Var in another way than as argument `&Var`.
bool mentionsOtherwise(const Stmt *S, const VarDecl &Var) {
  if (!S)
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    return Ref->getDecl() == &Var;
  bool IsCall = isa<CallExpr>(S);
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return !(IsCall && isAddressOf(Child, Var)) &&
           mentionsOtherwise(Child, Var);
  });
}

/// Whether what \p Var's initializer says is what calls see that are passed its
/// address, as far as they do not write to it themselves.
bool isNeverAssigned(const VarDecl &Var) {
  const auto *Function =
      dyn_cast_or_null<FunctionDecl>(Var.getParentFunctionOrMethod());
  return Function && Function->hasBody() &&
         !mentionsOtherwise(Function->getBody(), Var);
}

/// `&tv`, where `tv` is initialized to zeros and stays so.
bool isAddressOfZero(const Expr &E, const ASTContext &Ctx) {
  const auto *Op = dyn_cast<UnaryOperator>(E.IgnoreParenImpCasts());
  const auto *Ref =
      Op ? dyn_cast<DeclRefExpr>(Op->getSubExpr()->IgnoreParenImpCasts())
         : nullptr;
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const Expr *Init = Var ? Var->getAnyInitializer() : nullptr;
  if (!Init || !isAddressOf(&E, *Var) || Init->isValueDependent())
    return false;
  if (!Var->getType().isConstQualified() && !isNeverAssigned(*Var))
    return false;
  APValue Value;
  SmallVector<PartialDiagnosticAt, 2> Notes;
  return Init->EvaluateAsInitializer(Value, Ctx, Var, Notes,
                                     /*IsConstantInitializer=*/false) &&
         isZero(Value);
}

/// `boost::posix_time::seconds(0)`: a class without constexpr constructors,
/// made of zeros only.
bool isMadeOfZeros(const Expr &E, const ASTContext &Ctx) {
  const Expr *Inner = E.IgnoreParens()->IgnoreImplicit();
  while (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Inner))
    Inner = Cast->getSubExpr()->IgnoreImplicit();
  const auto *Construct = dyn_cast<CXXConstructExpr>(Inner);
  if (!Construct || Construct->getNumArgs() == 0)
    return false;
  return llvm::all_of(Construct->arguments(), [&](const Expr *Arg) {
    std::optional<APValue> V = evaluate(*valueOf(Arg), Ctx);
    return V && isZero(*V);
  });
}

bool isZeroArgument(const Expr &Arg, const ASTContext &Ctx) {
  const Expr *Value = valueOf(&Arg);
  if (Value->getType()->isAnyPointerType())
    return isAddressOfZero(*Value, Ctx);
  if (std::optional<APValue> V = evaluate(*Value, Ctx))
    return isZero(*V);
  return isMadeOfZeros(*Value, Ctx);
}

bool isNullArgument(const Expr &Arg, const ASTContext &Ctx) {
  const Expr *Value = valueOf(&Arg);
  if (Value->isNullPointerConstant(const_cast<ASTContext &>(Ctx),
                                   Expr::NPC_ValueDependentIsNotNull))
    return true;
  if (!Value->getType()->isAnyPointerType() &&
      !Value->getType()->isNullPtrType())
    return false;
  std::optional<APValue> V = evaluate(*Value, Ctx);
  return V && V->isLValue() && V->isNullPointer();
}

/// Looks for a flag by the name it is written with: an enumerator, a constant
/// or a macro, also inside the initializers of constants.
class FlagFinder {
public:
  FlagFinder(llvm::StringRef Name, const ASTContext &Ctx)
      : Name(Name), Ctx(Ctx) {}

  bool contains(const Stmt *S, unsigned Depth = 0) const {
    if (!S)
      return false;
    if (isSpelledAt(S->getBeginLoc()))
      return true;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      if (isNamed(*Ref->getDecl()))
        return true;
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      return Var && Depth < 4 &&
             (Var->isConstexpr() || Var->getType().isConstQualified()) &&
             contains(Var->getAnyInitializer(), Depth + 1);
    }
    return llvm::any_of(S->children(), [&](const Stmt *Child) {
      return contains(Child, Depth);
    });
  }

private:
  bool isNamed(const ValueDecl &D) const {
    return D.getIdentifier() &&
           (Name.isUnqualified() ? Name.matchesLast(D.getName())
                                 : Name.matches(D));
  }

  /// Whether the code at \p Loc comes out of a macro of the flag's name.
  bool isSpelledAt(SourceLocation Loc) const {
    const SourceManager &SM = Ctx.getSourceManager();
    while (Loc.isMacroID()) {
      if (SM.isMacroBodyExpansion(Loc) &&
          Lexer::getImmediateMacroName(Loc, SM, Ctx.getLangOpts()) ==
              Name.text())
        return true;
      Loc = SM.getImmediateMacroCallerLoc(Loc);
    }
    return false;
  }

  NamePattern Name;
  const ASTContext &Ctx;
};

std::optional<bool> hasBits(const Expr &E, int64_t Bits,
                            const ASTContext &Ctx) {
  if (Bits == 0)
    return std::nullopt;
  std::optional<APValue> V = evaluate(E, Ctx);
  if (!V || !V->isInt())
    return std::nullopt;
  return (V->getInt().getExtValue() & Bits) == Bits;
}

bool hasFlag(const Expr &Arg, const ArgumentCondition &C,
             const ASTContext &Ctx) {
  const Expr *Value = valueOf(&Arg);
  if (!C.Name.empty() && FlagFinder(C.Name, Ctx).contains(Value))
    return true;
  return hasBits(*Value, C.Value, Ctx).value_or(false);
}

/// The argument is known and lacks the flag.
bool lacksFlag(const Expr &Arg, const ArgumentCondition &C,
               const ASTContext &Ctx) {
  const Expr *Value = valueOf(&Arg);
  return evaluate(*Value, Ctx) && !hasFlag(Arg, C, Ctx);
}

bool isOfType(QualType Type, const NamePattern &Name) {
  const TagDecl *Tag = Type.getNonReferenceType()->getAsTagDecl();
  if (!Tag && Type->isPointerType())
    Tag = Type->getPointeeType()->getAsTagDecl();
  return Tag && Name.matches(*Tag);
}

/// `co_await x` for an \p x of the class, or a local variable that was made so.
bool isAwaited(const Expr &Arg, const NamePattern &Class) {
  const Expr *E = stripTransparent(&Arg);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
        Var && Var->isLocalVarDecl() && Var->hasInit())
      E = stripTransparent(Var->getInit());
  // `any_io_executor ex = co_await ...`
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
      Construct && Construct->getNumArgs() >= 1)
    E = stripTransparent(Construct->getArg(0));
  const auto *Await = dyn_cast<CoawaitExpr>(E);
  return Await && isOfType(Await->getOperand()->getType(), Class);
}

bool isCallable(const CXXRecordDecl &Class) {
  return Class.isLambda() ||
         (Class.hasDefinition() &&
          !Class
               .lookup(
                   Class.getASTContext().DeclarationNames.getCXXOperatorName(
                       OO_Call))
               .empty());
}

bool isCompletionToken(const Expr &Arg, llvm::ArrayRef<NamePattern> Tokens) {
  QualType Type = Arg.IgnoreParenImpCasts()->getType().getNonReferenceType();
  if (Type->isFunctionPointerType() || Type->isFunctionType())
    return true;
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && (isCallable(*Class) ||
                   llvm::any_of(Tokens, [&](const NamePattern &Token) {
                     return Token.matches(*Class);
                   }));
}

} // namespace

bool ConditionContext::holds(const ArgumentCondition &C) const {
  if (C.K == ArgumentCondition::Count) {
    unsigned Written = llvm::count_if(Call.Args, [](const Expr *Arg) {
      return !isa<CXXDefaultArgExpr>(Arg);
    });
    return C.Min <= Written && Written <= C.Max;
  }

  auto HoldsFor = [&](const Expr &Arg) {
    switch (C.K) {
    case ArgumentCondition::Zero:
      return isZeroArgument(Arg, Ctx);
    case ArgumentCondition::Null:
      return isNullArgument(Arg, Ctx);
    case ArgumentCondition::AtMost: {
      std::optional<APValue> V = evaluate(*valueOf(&Arg), Ctx);
      return V && V->isInt() && V->getInt().getExtValue() <= C.Value;
    }
    case ArgumentCondition::Flag:
      return hasFlag(Arg, C, Ctx);
    case ArgumentCondition::NotFlag:
      return lacksFlag(Arg, C, Ctx);
    case ArgumentCondition::Type: {
      NamePattern Name(C.Name);
      return isOfType(Arg.IgnoreParenImpCasts()->getType(), Name) ||
             isOfType(Arg.getType(), Name);
    }
    case ArgumentCondition::ThreadPool:
      return isThreadPool(Arg, ThreadPools);
    case ArgumentCondition::NotThreadPool:
      return !isThreadPool(Arg, ThreadPools);
    case ArgumentCondition::Awaited:
      return isAwaited(Arg, NamePattern(C.Name));
    case ArgumentCondition::CompletionToken:
      return isCompletionToken(Arg, CompletionTokens);
    case ArgumentCondition::Count:
      break;
    }
    llvm_unreachable("Count is about no single argument");
  };
  if (C.Argument < 0)
    return llvm::any_of(Call.Args,
                        [&](const Expr *Arg) { return HoldsFor(*Arg); });
  const Expr *Arg = Call.arg(C.Argument);
  return Arg && HoldsFor(*Arg);
}

std::optional<int64_t> constantArgument(const Expr &Arg,
                                        const ASTContext &Ctx) {
  const Expr *Value = valueOf(&Arg);
  QualType Type = Value->getType();
  if (Type->isAnyPointerType() || Type->isNullPtrType())
    return isNullArgument(Arg, Ctx) ? std::optional<int64_t>(0) : std::nullopt;
  constexpr int64_t Greatest = std::numeric_limits<int64_t>::max();
  if (Type->isIntegralOrEnumerationType()) {
    std::optional<APValue> V = evaluate(*Value, Ctx);
    return V && V->isInt() ? V->getInt().tryExtValue() : std::nullopt;
  }
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class || !Class->getIdentifier() ||
      !Class->getName().contains("duration"))
    return std::nullopt;
  if (std::optional<APValue> V = evaluate(*Value, Ctx))
    return isZero(*V) ? 0 : Greatest;
  return isMadeOfZeros(*Value, Ctx) ? std::optional<int64_t>(0) : std::nullopt;
}

static void addFlagNames(const Stmt *S, const ASTContext &Ctx, unsigned Depth,
                         std::vector<std::string> &Names) {
  if (!S)
    return;
  const SourceManager &SM = Ctx.getSourceManager();
  for (SourceLocation Loc = S->getBeginLoc(); Loc.isMacroID();
       Loc = SM.getImmediateMacroCallerLoc(Loc))
    if (SM.isMacroBodyExpansion(Loc))
      Names.push_back(
          Lexer::getImmediateMacroName(Loc, SM, Ctx.getLangOpts()).str());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    if (Ref->getDecl()->getIdentifier())
      Names.push_back(Ref->getDecl()->getName().str());
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    if (Var && Depth < 4 &&
        (Var->isConstexpr() || Var->getType().isConstQualified()))
      addFlagNames(Var->getAnyInitializer(), Ctx, Depth + 1, Names);
  }
  for (const Stmt *Child : S->children())
    addFlagNames(Child, Ctx, Depth, Names);
}

std::vector<std::string> flagNames(const Expr &Arg, const ASTContext &Ctx) {
  std::vector<std::string> Names;
  addFlagNames(valueOf(&Arg), Ctx, 0, Names);
  llvm::sort(Names);
  Names.erase(llvm::unique(Names), Names.end());
  return Names;
}

bool ConditionContext::anyHolds(llvm::ArrayRef<ArgumentCondition> Cs) const {
  return llvm::any_of(Cs, [&](const ArgumentCondition &C) { return holds(C); });
}

bool ConditionContext::allHold(llvm::ArrayRef<ArgumentCondition> Cs) const {
  return llvm::all_of(Cs, [&](const ArgumentCondition &C) { return holds(C); });
}

} // namespace cotidy
