#include "model/tasks/AwaitedQuery.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether a function of this name only asks for something. What takes from a
/// stream or a queue (`read`, `receive`, `next`) changes it.
bool soundsLikeQuery(StringRef Name) {
  for (StringRef Prefix : {"co_", "async_", "do_", "try_"})
    Name.consume_front(Prefix);
  for (StringRef Verb :
       {"get", "fetch", "load", "find", "lookup", "look_up", "query", "resolve",
        "count", "list", "download", "head", "select", "describe", "size_of"})
    if (Name.starts_with_insensitive(Verb))
      return true;
  return false;
}

/// Whether a copy of an object of type \p T shares nothing with it.
bool isPlainValue(QualType T) {
  T = T.getNonReferenceType().getUnqualifiedType();
  if (T->isArithmeticType() || T->isEnumeralType())
    return true;
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->getIdentifier())
    return false;
  StringRef Name = Class->getName();
  if (inStandardLibrary(*Class))
    return Name.contains("string") || Name == "duration" ||
           Name == "time_point" || Name == "optional" || Name == "vector" ||
           Name == "array" || Name == "pair" || Name == "tuple" ||
           Name == "map" || Name == "set" || Name == "span" ||
           Name == "initializer_list";
  // A structure of values: no pointers and no destructor of its own.
  if (!Class->hasDefinition() || !Class->isAggregate())
    return false;
  return llvm::all_of(Class->fields(), [](const FieldDecl *Field) {
    return isPlainValue(Field->getType()) &&
           !Field->getType()->isReferenceType();
  });
}

/// Whether the body of \p F, where the file shows it, names a variable that all
/// calls share; so do the functions it calls.
class SharedVariables {
public:
  bool areNamedBy(const FunctionDecl &F, unsigned Depth = 0) {
    constexpr unsigned MaxDepth = 4;
    const FunctionDecl *Definition = nullptr;
    // Bodies in system headers are not always there.
    return Depth < MaxDepth && F.hasBody(Definition) &&
           !F.getASTContext().getSourceManager().isInSystemHeader(
               Definition->getLocation()) &&
           Seen.insert(Definition).second &&
           areNamedIn(*Definition->getBody(), Depth);
  }

private:
  bool areNamedIn(const Stmt &S, unsigned Depth) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
          Var && Var->hasGlobalStorage() && !Var->isConstexpr() &&
          !Var->getType().isConstQualified())
        return true;
    if (const auto *Call = dyn_cast<CallExpr>(&S))
      if (const FunctionDecl *Callee = Call->getDirectCallee();
          Callee && !inStandardLibrary(*Callee) &&
          areNamedBy(*Callee, Depth + 1))
        return true;
    return llvm::any_of(S.children(), [&](const Stmt *Child) {
      return Child && areNamedIn(*Child, Depth);
    });
  }

  llvm::SmallPtrSet<const FunctionDecl *, 8> Seen;
};

/// Whether \p F is a coroutine whose body, where the file shows it, has no
/// await: there is no time that could be saved.
bool neverWaits(const FunctionDecl &F) {
  const FunctionDecl *Definition = nullptr;
  if (!F.hasBody(Definition) ||
      F.getASTContext().getSourceManager().isInSystemHeader(
          Definition->getLocation()))
    return false;
  const auto *Coroutine =
      dyn_cast_or_null<CoroutineBodyStmt>(Definition->getBody());
  auto Awaits = [](auto &Self, const Stmt &S) -> bool {
    return isa<CoroutineSuspendExpr>(S) ||
           llvm::any_of(S.children(), [&](const Stmt *Child) {
             return Child && !isa<LambdaExpr>(Child) && Self(Self, *Child);
           });
  };
  return Coroutine && !Awaits(Awaits, *Coroutine->getBody());
}

class QueryReader {
public:
  std::optional<AwaitedQuery> read(const CoawaitExpr &Await) {
    const auto *Call = dyn_cast<CallExpr>(stripTransparent(Await.getOperand()));
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || !Callee->getIdentifier() ||
        !soundsLikeQuery(Callee->getName()) || Await.getType()->isVoidType() ||
        neverWaits(*Callee) || SharedVariables().areNamedBy(*Callee))
      return std::nullopt;
    Result.Await = &Await;
    Result.Call = Call;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      if (!readObject(*Member))
        return std::nullopt;
    if (isa<CXXOperatorCallExpr>(Call))
      return std::nullopt;
    for (unsigned I = 0, N = Call->getNumArgs(); I != N; ++I) {
      const Expr *Argument = Call->getArg(I);
      if (isa<CXXDefaultArgExpr>(Argument))
        continue;
      if (I >= Callee->getNumParams() ||
          !readArgument(*Argument, Callee->getParamDecl(I)->getType()))
        return std::nullopt;
    }
    return std::move(Result);
  }

private:
  bool readObject(const CXXMemberCallExpr &Call) {
    const Expr *Object = Call.getImplicitObjectArgument();
    // Who calls its own functions shares all of itself.
    if (isa<CXXThisExpr>(Object->IgnoreParenImpCasts()))
      return false;
    return reach(*Object);
  }

  bool readArgument(const Expr &Argument, QualType Parameter) {
    bool ByValue = !Parameter->isReferenceType() && !Parameter->isPointerType();
    bool Const = !ByValue && Parameter->getPointeeType().isConstQualified();
    bool Rvalue = Parameter->isRValueReferenceType();
    if ((ByValue || Const || Rvalue) && isPlainValue(Parameter))
      return readValue(Argument);
    return reach(Argument);
  }

  /// Notes what is read for a plain value; false where that calls something
  /// that may do more.
  bool readValue(const Expr &E) {
    if (isa<LambdaExpr, CoroutineSuspendExpr, CXXNewExpr, CXXThisExpr>(E))
      return isa<CXXThisExpr>(E);
    if (const auto *Unary = dyn_cast<UnaryOperator>(&E);
        Unary && Unary->isIncrementDecrementOp())
      return false;
    if (const auto *Binary = dyn_cast<BinaryOperator>(&E);
        Binary && Binary->isAssignmentOp())
      return false;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&E)) {
      if (!isa<FunctionDecl>(Ref->getDecl()))
        Result.Reads.insert(Ref->getDecl());
    } else if (const auto *Member = dyn_cast<MemberExpr>(&E)) {
      if (isa<FieldDecl>(Member->getMemberDecl()))
        Result.Reads.insert(Member->getMemberDecl());
    } else if (const auto *Call = dyn_cast<CallExpr>(&E)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
      if (!Callee ||
          !(inStandardLibrary(*Callee) || (Method && Method->isConst())))
        return false;
    }
    return llvm::all_of(E.children(), [&](const Stmt *Child) {
      const auto *Inner = dyn_cast_or_null<Expr>(Child);
      return !Inner || readValue(*Inner);
    });
  }

  /// Notes an object that the call may change.
  bool reach(const Expr &E) {
    const ValueDecl *Object = namedObject(&E);
    if (!Object || isa<FunctionDecl>(Object))
      return false;
    Result.Reaches.insert(Object);
    return true;
  }

  AwaitedQuery Result;
};

bool intersect(const llvm::SmallPtrSetImpl<const ValueDecl *> &A,
               const llvm::SmallPtrSetImpl<const ValueDecl *> &B) {
  return llvm::any_of(A, [&](const ValueDecl *D) { return B.contains(D); });
}

} // namespace

std::optional<AwaitedQuery> awaitedQuery(const Expr &E) {
  const auto *Await = dyn_cast<CoawaitExpr>(stripTransparent(&E));
  return Await ? QueryReader().read(*Await) : std::nullopt;
}

bool areIndependent(const AwaitedQuery &A, const AwaitedQuery &B) {
  return !intersect(A.Reaches, B.Reaches) && !intersect(A.Reaches, B.Reads) &&
         !intersect(B.Reaches, A.Reads);
}

} // namespace cotidy
