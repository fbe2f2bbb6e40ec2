#include "model/CostEstimator.h"
#include "model/StandardNames.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringSwitch.h"
#include <algorithm>
#include <cmath>

using namespace clang;

namespace cotidy {

using Part = CostEstimator::Part;

void Part::add(const Part &Other) {
  // The largest part explains the sum.
  if (Other.Steps + Other.OnceForLoop + Other.OnceForFunction >
      Steps + OnceForLoop + OnceForFunction)
    Factors = Other.Factors;
  Steps += Other.Steps;
  OnceForLoop += Other.OnceForLoop;
  OnceForFunction += Other.OnceForFunction;
  Blocks |= Other.Blocks;
  Works |= Other.Works;
  if (!Endless)
    Endless = Other.Endless;
}

void Part::larger(const Part &Other) {
  if (Other.Steps > Steps) {
    Steps = Other.Steps;
    Factors = Other.Factors;
  }
  OnceForLoop = std::max(OnceForLoop, Other.OnceForLoop);
  OnceForFunction = std::max(OnceForFunction, Other.OnceForFunction);
  Blocks |= Other.Blocks;
  Works |= Other.Works;
  if (!Endless)
    Endless = Other.Endless;
}

void Part::scale(double By) { Steps *= By; }

Cost Part::total() const {
  Cost C = *this;
  C.Steps += OnceForLoop + OnceForFunction;
  return C;
}

/// A statement is one step even if all it does is free.
static Part atLeastOneStep(Part P) {
  P.Steps = std::max(P.Steps, 1.0);
  return P;
}

Part CostEstimator::statement(const Stmt *Stmt) {
  Part P;
  if (!Stmt || isa<NullStmt, BreakStmt, ContinueStmt>(Stmt))
    return P;
  if (isLoop(Stmt))
    return loop(*Stmt);
  if (const auto *If = dyn_cast<IfStmt>(Stmt))
    return ifStatement(*If);
  if (const auto *Switch = dyn_cast<SwitchStmt>(Stmt))
    return switchStatement(*Switch);
  if (const auto *Try = dyn_cast<CXXTryStmt>(Stmt))
    return statement(Try->getTryBlock()); // handlers run seldom
  if (const auto *Decls = dyn_cast<DeclStmt>(Stmt)) {
    for (const Decl *D : Decls->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D);
          Var && Var->getInit() && !Var->isStaticLocal())
        P.add(atLeastOneStep(expression(Var->getInit())));
    return P;
  }
  if (isa<Expr, ReturnStmt, CoreturnStmt>(Stmt))
    return atLeastOneStep(expression(Stmt));
  // Blocks, labels, attributed statements.
  for (const auto *Child : Stmt->children())
    P.add(statement(Child));
  return P;
}

/// Where \p Condition is `i % 100 == 0` or one of its like: 100.
static double rarity(const Expr *Condition, const StaticValues &Values) {
  const Expr *E = Condition->IgnoreParenImpCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot)
    E = Not->getSubExpr()->IgnoreParenImpCasts();
  else if (const auto *Op = dyn_cast<BinaryOperator>(E);
           Op && Op->getOpcode() == BO_EQ)
    E = Op->getLHS()->IgnoreParenImpCasts();
  else
    return 1;
  const auto *Op = dyn_cast<BinaryOperator>(E);
  if (!Op || (Op->getOpcode() != BO_Rem && Op->getOpcode() != BO_And))
    return 1;
  auto Every = Values.constantOf(Op->getRHS());
  if (!Every || *Every < 1)
    return 1;
  return Op->getOpcode() == BO_Rem ? *Every : *Every + 1;
}

Part CostEstimator::ifStatement(const IfStmt &If) {
  Part P;
  if (If.getInit())
    P.add(statement(If.getInit()));
  if (If.isConsteval() || If.isConstexpr()) {
    for (const Stmt *Child : evaluatedChildren(If, Ctx))
      if (Child != If.getInit() && Child != If.getCond())
        P.add(statement(Child));
    return P;
  }
  if (const DeclStmt *Variable = If.getConditionVariableDeclStmt())
    P.add(statement(Variable));
  else
    P.add(atLeastOneStep(expression(If.getCond())));

  auto Known = S.Values.constantOf(If.getCond());
  auto Branch = [&](const Stmt *Stmt, bool Taken) {
    Part B;
    if (!Stmt || (Known && (*Known != 0) != Taken))
      return B;
    B = statement(Stmt);
    switch (leaving(Stmt, Ctx)) {
    case Leaving::Loop:
      B.OnceForLoop += std::exchange(B.Steps, 0);
      break;
    case Leaving::Function:
      B.OnceForFunction += std::exchange(B.Steps, 0);
      break;
    case Leaving::Round:
    case Leaving::No:
      if (Taken)
        B.scale(1 / rarity(If.getCond(), S.Values));
      break;
    }
    return B;
  };
  Part Then = Branch(If.getThen(), true);
  Then.larger(Branch(If.getElse(), false));
  P.add(Then);
  return P;
}

Part CostEstimator::switchStatement(const SwitchStmt &Switch) {
  Part P = atLeastOneStep(expression(Switch.getCond()));
  const auto *Block = dyn_cast<CompoundStmt>(Switch.getBody());
  if (!Block)
    return P;
  Part Largest, Current;
  for (const Stmt *Child : Block->body()) {
    if (isa<SwitchCase>(Child)) {
      Largest.larger(Current);
      Current = Part();
    }
    const Stmt *Sub = Child;
    while (const auto *Case = dyn_cast<SwitchCase>(Sub))
      Sub = Case->getSubStmt();
    Current.add(statement(Sub));
  }
  Largest.larger(Current);
  // A break leaves the switch, and each execution of it can.
  Largest.Steps += std::exchange(Largest.OnceForLoop, 0);
  P.add(Largest);
  return P;
}

static bool isCharacter(QualType T, const ASTContext &Ctx) {
  if (T.isNull() || T->isDependentType())
    return false;
  T = T.getNonReferenceType();
  return T->isAnyCharacterType() || T->isStdByteType();
}

/// Whether \p Loop goes over the characters or bytes of something.
static bool readsText(const Stmt &Loop, const ASTContext &Ctx) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return isCharacter(Range->getLoopVariable()->getType(), Ctx);
  auto Reads = [&](const Stmt *S, auto &Self) -> bool {
    if (!S)
      return false;
    if (const auto *E = dyn_cast<Expr>(S)) {
      QualType T = E->getType().getNonReferenceType();
      if (isCharacter(T->getPointeeType(), Ctx) || isCharacter(T, Ctx))
        return true;
      const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
          T->getAsCXXRecordDecl());
      if (Class && Class->getTemplateArgs().size() > 0 &&
          Class->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
          isCharacter(Class->getTemplateArgs()[0].getAsType(), Ctx))
        return true;
    }
    return llvm::any_of(S->children(),
                        [&](const Stmt *Child) { return Self(Child, Self); });
  };
  return Reads(loopCondition(Loop), Reads);
}

/// Starting, comparing and counting belong to the rounds; work in the head of a
/// loop is more.
static Part head(Part P) {
  if (P.Steps <= 2)
    P.Steps = 0;
  return P;
}

Part CostEstimator::loop(const Stmt &Loop) {
  TripCount Trips = S.Trips.count(Loop, Around);
  if (Trips.B == TripCount::RunTime && Depth < MaxCallDepth &&
      readsText(Loop, Ctx))
    Trips.Count = std::min(Trips.Count, TextLength);
  Part P;
  const auto *For = dyn_cast<ForStmt>(&Loop);
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    P.add(head(expression(Range->getRangeInit())));
  else if (For)
    P.add(head(statement(For->getInit())));
  if (Trips.Count == 0)
    return P;

  if (Trips.Variable)
    S.Values.assume(Trips.Variable, Trips.Middle);
  Around.push_back({&Loop, Trips.Count});
  Part Round = atLeastOneStep(statement(loopBody(Loop)));
  Round.add(head(expression(loopCondition(Loop))));
  if (For)
    Round.add(head(expression(For->getInc())));
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    Round.add(statement(While->getConditionVariableDeclStmt()));
  Around.pop_back();

  Round.scale(Trips.Count);
  Round.Steps += std::exchange(Round.OnceForLoop, 0);
  CostFactor Rounds;
  Rounds.At = &Loop;
  Rounds.Count = Trips.Count;
  Rounds.Basis = Trips.B;
  Rounds.Amortised = Trips.Amortised;
  Round.Factors.insert(Round.Factors.begin(), Rounds);
  if (Trips.B == TripCount::Unbounded && !Round.Endless)
    Round.Endless = &Loop;
  P.add(Round);
  P.Factors = Round.Factors;
  return P;
}

/// Whether a call of \p F only passes time or looks at something.
static bool onlyWaits(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  const CXXRecordDecl *Class = Method ? Method->getParent() : nullptr;
  if (Class && Class->getIdentifier() && inStandardLibrary(*Class) &&
      Class->getName().contains("atomic"))
    return true;
  if (!F.getIdentifier())
    return isa<CXXConversionDecl>(F);
  return llvm::StringSwitch<bool>(F.getName())
      .Cases({"yield", "sched_yield", "stop_requested", "pause"}, true)
      .Cases({"_mm_pause", "__builtin_ia32_pause", "cpu_relax"}, true)
      .Cases({"sleep_for", "sleep_until", "sleep", "usleep"}, true)
      .Cases({"now", "nanosleep"}, true)
      .Default(false);
}

Part CostEstimator::expression(const Stmt *E) {
  Part P;
  if (!E)
    return P;
  if (const auto *Op = dyn_cast<BinaryOperator>(E))
    P.Works |= Op->isAssignmentOp();
  // The arms of `c ? a : b`: only one runs.
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    P.add(expression(Choice->getCond()));
    Part Arm = expression(Choice->getTrueExpr());
    Arm.larger(expression(Choice->getFalseExpr()));
    P.add(Arm);
    return P;
  }
  if (const auto *Block = dyn_cast<StmtExpr>(E))
    return statement(Block->getSubStmt());
  for (const Stmt *Child : evaluatedChildren(*E, Ctx))
    P.add(expression(Child));
  if (isa<CallExpr, CXXConstructExpr>(E))
    P.add(call(*cast<Expr>(E)));
  return P;
}

Part CostEstimator::call(const Expr &E) {
  Part P;
  // Operators and constructions whose body is not known are part of their
  // statement.
  if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    bool IsOperator = isa<CXXOperatorCallExpr>(Call) ||
                      isa_and_nonnull<CXXConversionDecl>(Callee);
    P.Steps = IsOperator ? 0 : 1;
    P.Works = !Callee || !onlyWaits(*Callee);
  }
  const BodyCall *Known = S.Calls.lookup(&E);
  if (!Known)
    return P;
  if (const BlockingEntry *Entry = Model.Known.blocking(Known->Site, Ctx)) {
    if (Entry->Check != "async-cpu-heavy-call") {
      P.Blocks = true;
      return P;
    }
    CostFactor Factor;
    Factor.At = &E;
    Factor.Entry = Entry;
    Factor.Count = catalogued(*Entry, Known->Site);
    P.Steps = std::max(P.Steps, Factor.Count);
    P.Factors = {Factor};
    return P;
  }
  if (!Known->RunsInPlace.empty())
    addInPlace(P, *Known);
  else
    P.larger(callee(*Known));
  return P;
}

double CostEstimator::catalogued(const BlockingEntry &Entry,
                                 const CallSite &Site) const {
  double Usual = Entry.Cost > 0 ? Entry.Cost : Model.AssumedElements;
  if (Entry.Category != "hash" && Entry.Category != "sort")
    return Usual;
  // Their cost follows the size of the input, which the call may show.
  std::optional<double> Size;
  if (Site.Args.size() >= 2)
    Size = S.Values.extent(Site.Args[0], Site.Args[1], Site.E);
  for (const Expr *Arg : Site.Args) {
    if (Size)
      break;
    if (Arg->getType()->isIntegerType())
      Size = S.Values.valueOf(Arg, Site.E);
    else if (Arg->getType()->isRecordType())
      Size = S.Values.elementsOf(Arg, Site.E);
  }
  return Size && *Size >= 1 ? std::min(Usual, *Size * 10) : Usual;
}

std::optional<CostFactor> CostEstimator::repeats(const BodyCall &Call) const {
  const CallSite &Site = Call.Site;
  const NamedDecl *Algorithm =
      Site.FunctionObject ? cast<NamedDecl>(Site.FunctionObject) : Site.Callee;
  if (!inStandardLibrary(*Algorithm) || Site.Args.size() < 2)
    return std::nullopt;
  CostFactor Factor;
  Factor.At = Site.E;
  std::optional<double> Elements;
  QualType First = Site.Args[0]->getType(), Second = Site.Args[1]->getType();
  bool Iterators = Site.Args.size() >= 3 &&
                   Ctx.hasSameUnqualifiedType(First.getNonReferenceType(),
                                              Second.getNonReferenceType());
  if (Iterators)
    Elements = S.Values.extent(Site.Args[0], Site.Args[1], Site.E);
  else if (Site.FunctionObject)
    Elements = S.Values.elementsOf(Site.Args[0], Site.E);
  else
    return std::nullopt;
  Factor.Basis = Elements ? TripCount::Constant : TripCount::RunTime;
  Factor.Count = Elements.value_or(Model.AssumedElements);
  return Factor;
}

void CostEstimator::addInPlace(Part &P, const BodyCall &Call) {
  std::optional<CostFactor> Repeats = repeats(Call);
  for (const CodeBody *Lambda : Call.RunsInPlace) {
    if (Lambda->Kind != BodyKind::Plain)
      continue;
    Part Inside;
    static_cast<Cost &>(Inside) = Model.bodyCost(*Lambda, Depth);
    Inside.Endless = nullptr; // looked at as a body of its own
    if (Repeats) {
      Inside.scale(Repeats->Count);
      Inside.Factors.insert(Inside.Factors.begin(), *Repeats);
    }
    P.add(Inside);
  }
}

Part CostEstimator::callee(const BodyCall &Call) {
  Part P;
  const auto *Method = dyn_cast<CXXMethodDecl>(Call.Site.Callee);
  bool MayBeOverridden = Method && Method->isVirtual() &&
                         !Method->hasAttr<FinalAttr>() &&
                         !Method->getParent()->hasAttr<FinalAttr>();
  const CodeBody *Body = Model.definitionOf(*Call.Site.Callee);
  if (!Body || Body->Kind != BodyKind::Plain || MayBeOverridden || Depth == 0)
    return P;
  static_cast<Cost &>(P) = Model.bodyCost(*Body, Depth - 1);
  P.Endless = nullptr; // not a loop of this body
  if (P.Steps > 1) {
    CostFactor Factor;
    Factor.At = Call.Site.E;
    Factor.Callee = Call.Site.Callee;
    Factor.Count = P.Steps;
    P.Factors.insert(P.Factors.begin(), Factor);
  }
  return P;
}

} // namespace cotidy
