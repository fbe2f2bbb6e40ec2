#include "model/ArgumentConditions.h"
#include "model/QualifiedName.h"
#include "clang/Basic/SourceManager.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Lex/Lexer.h"

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

/// Whether \p Var is mentioned only in its own declaration and as `&Var`
/// arguments: then what its initializer says is what calls see, as far as they
/// do not write to it themselves (`select` may count a time-out down).
bool isNeverAssigned(const VarDecl &Var) {
  const auto *Function =
      dyn_cast_or_null<FunctionDecl>(Var.getParentFunctionOrMethod());
  if (!Function || !Function->getBody())
    return false;
  struct Finder : RecursiveASTVisitor<Finder> {
    const VarDecl *Var;
    unsigned Mentions = 0, AddressesPassed = 0;
    bool VisitDeclRefExpr(DeclRefExpr *Ref) {
      Mentions += Ref->getDecl() == Var;
      return true;
    }
    bool VisitCallExpr(CallExpr *Call) {
      for (const Expr *Arg : Call->arguments()) {
        const auto *Op = dyn_cast<UnaryOperator>(Arg->IgnoreParenImpCasts());
        const auto *Ref =
            Op && Op->getOpcode() == UO_AddrOf
                ? dyn_cast<DeclRefExpr>(Op->getSubExpr()->IgnoreParenImpCasts())
                : nullptr;
        AddressesPassed += Ref && Ref->getDecl() == Var;
      }
      return true;
    }
  } F;
  F.Var = &Var;
  F.TraverseStmt(Function->getBody());
  return F.Mentions == F.AddressesPassed;
}

/// `&tv`, where `tv` is initialized to zeros and stays so.
bool isAddressOfZero(const Expr &E, const ASTContext &Ctx) {
  const auto *Op = dyn_cast<UnaryOperator>(E.IgnoreParenImpCasts());
  if (!Op || Op->getOpcode() != UO_AddrOf)
    return false;
  const auto *Ref =
      dyn_cast<DeclRefExpr>(Op->getSubExpr()->IgnoreParenImpCasts());
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const Expr *Init = Var ? Var->getAnyInitializer() : nullptr;
  if (!Init || Init->isValueDependent())
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

/// Looks for a flag by the name it is written with: an enumerator or a macro,
/// also inside the initializers of constants.
class FlagFinder : public RecursiveASTVisitor<FlagFinder> {
public:
  FlagFinder(llvm::StringRef Name, const ASTContext &Ctx)
      : Name(Name), Ctx(Ctx) {}

  bool contains(const Expr &E) {
    TraverseStmt(const_cast<Expr *>(&E));
    return Found;
  }

  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    const ValueDecl *D = Ref->getDecl();
    if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(D)) {
      Found |= NamePattern(Name).isUnqualified()
                   ? Enumerator->getName() == Name
                   : qualifiedName(*Enumerator) == Name;
    } else if (const auto *Var = dyn_cast<VarDecl>(D)) {
      // `zmq::send_flags` and the like are constants of class type.
      Found |= Var->getIdentifier() && (NamePattern(Name).isUnqualified()
                                            ? Var->getName() == Name
                                            : NamePattern(Name).matches(*Var));
      const Expr *Init = Var->getAnyInitializer();
      if (!Found && Init && Depth < 4 &&
          (Var->isConstexpr() || Var->getType().isConstQualified())) {
        ++Depth;
        TraverseStmt(const_cast<Expr *>(Init));
        --Depth;
      }
    }
    return !Found;
  }

  bool VisitStmt(Stmt *S) {
    const SourceManager &SM = Ctx.getSourceManager();
    SourceLocation Loc = S->getBeginLoc();
    while (!Found && Loc.isMacroID()) {
      if (SM.isMacroBodyExpansion(Loc))
        Found =
            Lexer::getImmediateMacroName(Loc, SM, Ctx.getLangOpts()) == Name;
      Loc = SM.getImmediateMacroCallerLoc(Loc);
    }
    return !Found;
  }

private:
  llvm::StringRef Name;
  const ASTContext &Ctx;
  unsigned Depth = 0;
  bool Found = false;
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
  if (!C.Name.empty() && FlagFinder(C.Name, Ctx).contains(*Value))
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
    case ArgumentCondition::Flag:
      return hasFlag(Arg, C, Ctx);
    case ArgumentCondition::NotFlag:
      return lacksFlag(Arg, C, Ctx);
    case ArgumentCondition::Type: {
      NamePattern Name(C.Name);
      return isOfType(Arg.IgnoreParenImpCasts()->getType(), Name) ||
             isOfType(Arg.getType(), Name);
    }
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

bool ConditionContext::anyHolds(llvm::ArrayRef<ArgumentCondition> Cs) const {
  return llvm::any_of(Cs, [&](const ArgumentCondition &C) { return holds(C); });
}

bool ConditionContext::allHold(llvm::ArrayRef<ArgumentCondition> Cs) const {
  return llvm::all_of(Cs, [&](const ArgumentCondition &C) { return holds(C); });
}

} // namespace cotidy
