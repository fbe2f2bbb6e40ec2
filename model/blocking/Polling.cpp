#include "model/blocking/Polling.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopCondition.h"
#include "model/code/LoopExit.h"
#include "model/code/StandardNames.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSwitch.h"
#include <algorithm>

using namespace clang;

namespace cotidy {
namespace {

/// Whether a function of this name asks something and does nothing.
bool soundsLikeQuestion(StringRef Name) {
  for (StringRef Prefix : {"is", "has", "can", "try_", "was", "all_", "any_"})
    if (Name.starts_with(Prefix))
      return true;
  std::string Lower = Name.lower();
  for (StringRef Part : {"ready", "done", "finish", "empty", "exist", "avail",
                         "running", "stopped", "complete", "pending", "request",
                         "count", "size", "state", "status", "load", "test"})
    if (StringRef(Lower).contains(Part))
      return true;
  return false;
}

/// Whether a function of this name lets time pass: the project's own sleep.
bool soundsLikeSleep(StringRef Name) {
  Name.consume_front("co_");
  Name.consume_front("async_");
  return Name.starts_with_insensitive("sleep") ||
         Name.starts_with_insensitive("delay");
}

bool isAtomic(const CXXRecordDecl *Class) {
  return Class && Class->getIdentifier() && inStandardLibrary(*Class) &&
         Class->getName().contains("atomic");
}

/// Whether \p E calls `max()`: a timer set to the end of time ends only when
/// somebody cancels it, and then is an event.
bool namesMaximum(const Expr *E) {
  const auto *Call = dyn_cast<CallExpr>(stripTransparent(E));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->getIdentifier() && Callee->getName() == "max" &&
         Callee->param_empty();
}

/// Whether \p S compares the time with something.
bool comparesNow(const Stmt *S) {
  const auto *Call = dyn_cast<CallExpr>(S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return (Callee && Callee->getIdentifier() && Callee->getName() == "now") ||
         llvm::any_of(S->children(), [](const Stmt *Child) {
           return Child && comparesNow(Child);
         });
}

class LoopReader {
public:
  LoopReader(const Stmt &Loop, const CodeBody &Body, const Catalogue &Known,
             const ASTContext &Ctx)
      : Loop(Loop), Known(Known), Ctx(Ctx) {
    for (const BodyCall &Call : Body.Calls)
      if (Call.Site.E)
        Calls[Call.Site.E] = &Call;
  }

  std::optional<Polling> read() {
    const Expr *Condition = loopCondition(Loop);
    if (isa<CXXForRangeStmt>(Loop) || isMacroWrapper(Loop) ||
        (isa<DoStmt>(Loop) && isConstantFalse(Condition)))
      return std::nullopt;
    if (const auto *For = dyn_cast<ForStmt>(&Loop))
      if (!step(For->getInc()))
        return std::nullopt;
    if ((Condition && !look(Condition)) || !statement(loopBody(Loop)) ||
        !Looked)
      return std::nullopt;
    // Without a pause, a change inside the loop is what ends it.
    if (Result.How == Polling::Spins && Changes)
      return std::nullopt;
    Result.Condition = Looked;
    const auto *Counted = dyn_cast<ForStmt>(&Loop);
    Result.IsBounded |= Counted && Counted->getInc() && Counted->getCond();
    return Result;
  }

private:
  bool statement(const Stmt *S);
  bool expression(const Expr *E);
  bool declaration(const VarDecl &Var);
  bool step(const Stmt *S);
  bool waits(const BodyCall &Call, bool Awaited);
  bool asks(const BodyCall &Call) const;
  bool look(const Expr *Condition);
  bool onlyAsks(const Stmt *S, bool &External) const;

  bool isConstantFalse(const Expr *Condition) const {
    bool Value = true;
    return !Condition->isValueDependent() &&
           Condition->EvaluateAsBooleanCondition(Value, Ctx) && !Value;
  }
  void passTime(Polling::Kind How) { Result.How = std::max(Result.How, How); }

  const Stmt &Loop;
  const Catalogue &Known;
  const ASTContext &Ctx;
  llvm::DenseMap<const Expr *, const BodyCall *> Calls;
  Polling Result;
  const Expr *Looked = nullptr;
  bool Changes = false;
};

/// Whether \p Call passes time, and if so notes how.
bool LoopReader::waits(const BodyCall &Call, bool Awaited) {
  const CallSite &Site = Call.Site;
  auto Is = [&](RuntimeRole Role) {
    return Known.function(Site, Role, Ctx) != nullptr;
  };
  if (Awaited && !Is(RuntimeRole::Move)) {
    bool Sleep =
        Is(RuntimeRole::Sleep) || (Site.Callee->getIdentifier() &&
                                   soundsLikeSleep(Site.Callee->getName()));
    if (Sleep || Is(RuntimeRole::Yield)) {
      passTime(Sleep ? Polling::AwaitsSleep : Polling::Yields);
      return true;
    }
    return false;
  }
  if (const BlockingEntry *Entry = Known.blocking(Site, Ctx)) {
    if (Entry->Category == "sleep")
      passTime(Polling::Sleeps);
    return Entry->Category == "sleep";
  }
  if (Site.Callee->getIdentifier() &&
      llvm::StringSwitch<bool>(Site.Callee->getName())
          .Cases({"yield", "sched_yield", "pthread_yield"}, true)
          .Default(false)) {
    passTime(Polling::Yields);
    return true;
  }
  return Site.Callee->getIdentifier() &&
         llvm::StringSwitch<bool>(Site.Callee->getName())
             .Cases({"_mm_pause", "__builtin_ia32_pause", "cpu_relax"}, true)
             .Cases({"spin_loop_pause", "__yield", "YieldProcessor"}, true)
             .Default(false);
}

bool LoopReader::asks(const BodyCall &Call) const {
  const FunctionDecl &Callee = *Call.Site.Callee;
  if (const BlockingEntry *Entry = Known.blocking(Call.Site, Ctx);
      Entry && !Entry->Strict && Entry->Category != "file")
    return false;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  if (Method && isAtomic(Method->getParent()))
    return true;
  if (isa<CXXConversionDecl>(Callee) || Callee.isOverloadedOperator() ||
      Callee.getLiteralIdentifier())
    return true;
  if (!Callee.getIdentifier())
    return false;
  StringRef Name = Callee.getName();
  return Name == "now" || Name == "wait_for" || soundsLikeQuestion(Name) ||
         (Method && Method->isConst());
}

/// Whether \p S only asks. \p External becomes true where the answer can change
/// without the loop.
bool LoopReader::onlyAsks(const Stmt *S, bool &External) const {
  if (!S)
    return true;
  if (isa<CoroutineSuspendExpr, DependentCoawaitExpr, CXXThrowExpr, LambdaExpr>(
          S))
    return false;
  // `now() < end`, which is `(now() <=> end) < 0` underneath.
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(S))
    return onlyAsks(Rewritten->getLHS(), External) &&
           onlyAsks(Rewritten->getRHS(), External);
  if (const auto *Unary = dyn_cast<UnaryOperator>(S);
      Unary && Unary->isIncrementDecrementOp())
    return false;
  if (const auto *Binary = dyn_cast<BinaryOperator>(S);
      Binary && Binary->isAssignmentOp())
    return false;
  if (const auto *E = dyn_cast<Expr>(S)) {
    if (isa<CallExpr>(E)) {
      const BodyCall *Call = Calls.lookup(E);
      if (!Call || !asks(*Call))
        return false;
      External |= Call->Site.Callee->getIdentifier() ||
                  isa<CXXConversionDecl>(Call->Site.Callee) ||
                  isAtomic(Call->Site.ReceiverClass);
    } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      External |= isa<FieldDecl>(Member->getMemberDecl());
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      if (Var && Var->getType().isConstQualified())
        return true;
      External |= Var && (Var->hasGlobalStorage() ||
                          Var->getType()->isReferenceType() ||
                          Var->getType().isVolatileQualified() ||
                          Ref->refersToEnclosingVariableOrCapture() ||
                          isAtomic(Var->getType()->getAsCXXRecordDecl()));
    }
  }
  return llvm::all_of(S->children(), [&](const Stmt *Child) {
    return onlyAsks(Child, External);
  });
}

bool LoopReader::look(const Expr *Condition) {
  bool External = false;
  if (retries(Condition) || !onlyAsks(Condition, External))
    return false;
  if (External && !Looked)
    Looked = Condition;
  Result.IsBounded |= comparesNow(Condition);
  return true;
}

bool LoopReader::step(const Stmt *S) {
  if (!S)
    return true;
  const auto *Unary =
      dyn_cast<UnaryOperator>(cast<Expr>(S)->IgnoreParenImpCasts());
  if (!Unary || !Unary->isIncrementDecrementOp() ||
      !Unary->getType()->isIntegerType())
    return false;
  Changes = true;
  return true;
}

bool LoopReader::declaration(const VarDecl &Var) {
  const Expr *Init = Var.getInit();
  if (!Init)
    return true;
  // A timer of the round: `steady_timer timer(co_await executor, 10ms)`.
  const Expr *Value = stripTransparent(Init);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Value))
    return llvm::all_of(Construct->arguments(), [&](const Expr *Argument) {
      Argument = stripTransparent(Argument);
      bool External = false;
      if (const auto *Await = dyn_cast<CoawaitExpr>(Argument))
        return isa<DeclRefExpr>(stripTransparent(Await->getOperand()));
      return isa<CXXConstructExpr, UserDefinedLiteral>(Argument) ||
             onlyAsks(Argument, External);
    });
  if (const auto *Await = dyn_cast<CoawaitExpr>(Value))
    return isa<DeclRefExpr>(stripTransparent(Await->getOperand()));
  return isa<UserDefinedLiteral>(Value) || look(Init);
}

bool LoopReader::expression(const Expr *E) {
  E = stripTransparent(E);
  if (const auto *Await = dyn_cast<CoawaitExpr>(E)) {
    const BodyCall *Call = Calls.lookup(stripTransparent(Await->getOperand()));
    return Call && waits(*Call, /*Awaited=*/true);
  }
  if (const BodyCall *Call = Calls.lookup(E)) {
    // What is set on a timer before it is awaited.
    if (Call->Site.Callee->getIdentifier() &&
        Call->Site.Callee->getName().starts_with("expires_") &&
        llvm::none_of(Call->Site.Args, namesMaximum))
      return true;
    return waits(*Call, /*Awaited=*/false);
  }
  if (const auto *Assign = dyn_cast<BinaryOperator>(E);
      Assign && Assign->getOpcode() == BO_Assign) {
    Changes = true;
    return look(Assign->getRHS());
  }
  return step(E);
}

bool LoopReader::statement(const Stmt *S) {
  if (!S || isa<NullStmt, ContinueStmt, BreakStmt, GCCAsmStmt>(S))
    return true;
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return llvm::all_of(Block->body(),
                        [&](const Stmt *Child) { return statement(Child); });
  if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
    bool External = false;
    return onlyAsks(Return->getRetValue(), External);
  }
  if (const auto *Return = dyn_cast<CoreturnStmt>(S)) {
    bool External = false;
    return onlyAsks(Return->getOperand(), External);
  }
  if (const auto *If = dyn_cast<IfStmt>(S)) {
    if (If->getInit() || If->getConditionVariable() || !look(If->getCond()))
      return false;
    // What is done on the way out is not done in each round.
    auto Branch = [&](const Stmt *Taken) {
      Leaving L = leaving(Taken, Ctx);
      return L == Leaving::Loop || L == Leaving::Function || statement(Taken);
    };
    return Branch(If->getThen()) && Branch(If->getElse());
  }
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    return llvm::all_of(Declaration->decls(), [&](const Decl *D) {
      const auto *Var = dyn_cast<VarDecl>(D);
      return Var && declaration(*Var);
    });
  const auto *E = dyn_cast<Expr>(S);
  return E && expression(E);
}

} // namespace

std::optional<Polling> pollingOf(const Stmt &Loop, const CodeBody &Body,
                                 const Catalogue &Known,
                                 const ASTContext &Ctx) {
  if (Body.Dependent)
    return std::nullopt;
  return LoopReader(Loop, Body, Known, Ctx).read();
}

} // namespace cotidy
