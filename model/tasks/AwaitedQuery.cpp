#include "model/tasks/AwaitedQuery.h"
#include "model/code/ExprUtils.h"
#include "model/code/StandardNames.h"
#include "model/code/TypeArguments.h"
#include "model/tasks/VisibleEffects.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace cotidy {
namespace {

/// `Get`, `user`, `ID` of `GetUserID`; `fetch`, `add` of `fetch_add`; in lower
/// case.
llvm::SmallVector<std::string, 4> wordsOf(StringRef Name) {
  llvm::SmallVector<std::string, 4> Words;
  for (size_t I = 0; I != Name.size(); ++I) {
    bool Begins = I == 0 || Name[I - 1] == '_' ||
                  (llvm::isUpper(Name[I]) && !llvm::isUpper(Name[I - 1]));
    if (Name[I] == '_')
      continue;
    if (Begins)
      Words.emplace_back();
    Words.back().push_back(llvm::toLower(Name[I]));
  }
  return Words;
}

/// Whether a function of this name only asks for something. What takes from a
/// stream or a queue (`read`, `receive`, `next`) changes it, and what changes
/// something on the way says so (`get_or_create`, `fetch_add`).
bool soundsLikeQuery(StringRef Name) {
  static constexpr StringRef Verbs[] = {
      "get",   "fetch",   "load", "find",     "lookup", "look",  "list",
      "count", "resolve", "head", "describe", "size",   "query", "download"};
  static constexpr StringRef Changes[] = {
      "and",      "or",      "then",     "else",     "create",    "add",
      "sub",      "insert",  "update",   "upsert",   "delete",    "remove",
      "erase",    "next",    "pop",      "take",     "lock",      "acquire",
      "lease",    "reserve", "claim",    "inc",      "increment", "dec",
      "begin",    "start",   "open",     "connect",  "write",     "put",
      "push",     "send",    "save",     "modify",   "replace",   "swap",
      "exchange", "commit",  "log",      "notify",   "advance",   "consume",
      "drain",    "alloc",   "allocate", "register", "subscribe", "fresh",
      "new",      "time",    "now",      "clock",    "balance"};
  llvm::SmallVector<std::string, 4> Words = wordsOf(Name);
  llvm::ArrayRef<std::string> Said = Words;
  while (!Said.empty() && (Said.front() == "co" || Said.front() == "async" ||
                           Said.front() == "do" || Said.front() == "try"))
    Said = Said.drop_front();
  if (Said.empty() || !llvm::is_contained(Verbs, StringRef(Said.front())) ||
      llvm::any_of(Said, [](const std::string &Word) {
        return llvm::is_contained(Changes, StringRef(Word));
      }))
    return false;
  // `query(sql)` does what the text says; a look or a size is of something.
  return Said.size() > 1 || (Said.front() != "query" &&
                             Said.front() != "look" && Said.front() != "size");
}

bool isPlainValue(QualType T);

/// Whether the elements of the standard container \p Class are plain values.
bool hasPlainElements(const CXXRecordDecl &Class) {
  const auto *Of = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  return Of && llvm::all_of(typeArguments(*Of), isPlainValue);
}

/// Whether a copy of an object of type \p T shares nothing with it that could
/// be changed through it.
bool isPlainValue(QualType T) {
  T = T.getNonReferenceType();
  if (T->isArithmeticType() || T->isEnumeralType())
    return true;
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->getIdentifier())
    return false;
  StringRef Name = Class->getName();
  if (inStandardLibrary(*Class)) {
    // Allocators, comparisons, hashes.
    if (Class->hasDefinition() && Class->isEmpty())
      return true;
    if (Name == "span") {
      const auto *Of = dyn_cast<ClassTemplateSpecializationDecl>(Class);
      return Of && Of->getTemplateArgs()[0].getAsType().isConstQualified() &&
             hasPlainElements(*Class);
    }
    return Name.contains("string") || Name == "duration" ||
           Name == "time_point" ||
           ((Name == "optional" || Name == "vector" || Name == "array" ||
             Name == "pair" || Name == "tuple" || Name.ends_with("map") ||
             Name.ends_with("set") || Name == "initializer_list") &&
            hasPlainElements(*Class));
  }
  // A structure of values: no pointers and no destructor of its own.
  if (!Class->hasDefinition() || !Class->isAggregate())
    return false;
  return llvm::all_of(Class->fields(), [](const FieldDecl *Field) {
    return isPlainValue(Field->getType()) &&
           !Field->getType()->isReferenceType();
  });
}

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
  explicit QueryReader(const AsyncModel &Model)
      : Model(Model), Ctx(Model.context()) {}

  std::optional<AwaitedQuery> read(const CoawaitExpr &Await) {
    const auto *Call = dyn_cast<CallExpr>(stripTransparent(Await.getOperand()));
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || !Callee->getIdentifier() ||
        !soundsLikeQuery(Callee->getName()) || Await.getType()->isVoidType() ||
        neverWaits(*Callee) || hasVisibleEffects(*Callee, Model))
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
      see(*Ref->getDecl());
    } else if (const auto *Member = dyn_cast<MemberExpr>(&E)) {
      see(*Member->getMemberDecl());
    } else if (const auto *Call = dyn_cast<CallExpr>(&E)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
      if (!Callee ||
          !(inStandardLibrary(*Callee) || (Method && Method->isConst())))
        return false;
      // Who comes later finds it empty.
      if (isStdMoveOrForward(*Call) && !reach(*Call->getArg(0)))
        return false;
    }
    return llvm::all_of(E.children(), [&](const Stmt *Child) {
      const auto *Inner = dyn_cast_or_null<Expr>(Child);
      return !Inner || readValue(*Inner);
    });
  }

  /// Notes a variable or member that is read.
  void see(const ValueDecl &D) {
    if (!isa<VarDecl, FieldDecl, BindingDecl>(D))
      return;
    Result.Reads.insert(&D);
    if (D.getType()->isReferenceType() || D.getType()->isPointerType())
      Result.Sees.add(D.getType(), Ctx);
  }

  /// Notes an object that the call may change.
  bool reach(const Expr &E) {
    const ValueDecl *Object = namedObject(&E);
    if (!Object || isa<FunctionDecl>(Object))
      return false;
    reach(*Object);
    // Who changes the whole changes its part.
    readNames(E, [&](const ValueDecl &D) { see(D); });
    return true;
  }

  void reach(const ValueDecl &Object) {
    if (!Result.Reaches.insert(&Object).second)
      return;
    Result.Changes.add(Object.getType(), Ctx);
    // `users u(connection);` may use the connection.
    const auto *Var = dyn_cast<VarDecl>(&Object);
    if (Var && Var->isLocalVarDecl() && !Var->isCXXForRangeDecl() &&
        Var->hasInit())
      readNames(*Var->getInit(), [&](const ValueDecl &D) {
        if (!isPlainValue(D.getType()) && !isSharedByDesign(D.getType(), Ctx))
          reach(D);
      });
  }

  /// Calls \p Visit with the variables and members that \p S names.
  static void readNames(const Stmt &S,
                        llvm::function_ref<void(const ValueDecl &)> Visit) {
    const ValueDecl *D = nullptr;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
      D = Ref->getDecl();
    else if (const auto *Member = dyn_cast<MemberExpr>(&S))
      D = Member->getMemberDecl();
    if (isa_and_nonnull<VarDecl, FieldDecl, BindingDecl>(D))
      Visit(*D);
    for (const Stmt *Child : S.children())
      if (Child)
        readNames(*Child, Visit);
  }

  const AsyncModel &Model;
  const ASTContext &Ctx;
  AwaitedQuery Result;
};

bool intersect(const llvm::SmallPtrSetImpl<const ValueDecl *> &A,
               const llvm::SmallPtrSetImpl<const ValueDecl *> &B) {
  return llvm::any_of(A, [&](const ValueDecl *D) { return B.contains(D); });
}

} // namespace

std::optional<AwaitedQuery> awaitedQuery(const Expr &E,
                                         const AsyncModel &Model) {
  const auto *Await = dyn_cast<CoawaitExpr>(stripTransparent(&E));
  return Await ? QueryReader(Model).read(*Await) : std::nullopt;
}

bool areIndependent(const AwaitedQuery &A, const AwaitedQuery &B) {
  return !intersect(A.Reaches, B.Reaches) && !intersect(A.Reaches, B.Reads) &&
         !intersect(B.Reaches, A.Reads) && !A.Changes.mayMeet(B.Changes) &&
         !A.Changes.mayMeet(B.Sees) && !A.Sees.mayMeet(B.Changes);
}

} // namespace cotidy
