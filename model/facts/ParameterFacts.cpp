#include "model/facts/ParameterFacts.h"
#include "model/blocking/ArgumentConditions.h"
#include "model/code/QualifiedName.h"
#include "model/code/StandardNames.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"
#include <limits>

using namespace clang;

namespace cotidy {
namespace {

/// Of more, nobody keeps track.
constexpr size_t MaxTests = 4, MaxParameter = 255;

uint64_t hashOfFlag(llvm::StringRef Name) {
  return llvm::xxh3_64bits(lastComponent(Name));
}

void makeUnique(std::vector<ParameterTest> &Tests) {
  llvm::sort(Tests);
  Tests.erase(llvm::unique(Tests), Tests.end());
}

/// What \p E has in another unit: `t` of `t.count()`, `seconds(t)`,
/// `duration_cast<seconds>(t)` and `t * 1000`. Null where it is none of these.
const Expr *inOtherUnit(const Expr *E, const ASTContext &Ctx) {
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    return Method && Method->getIdentifier() && Method->getName() == "count" &&
                   Call->getNumArgs() == 0
               ? Call->getImplicitObjectArgument()
               : nullptr;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    return Callee && Callee->getIdentifier() &&
                   Callee->getName() == "duration_cast" &&
                   Call->getNumArgs() == 1
               ? Call->getArg(0)
               : nullptr;
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    const CXXRecordDecl *Class = Construct->getConstructor()->getParent();
    return Construct->getNumArgs() >= 1 && Class->getIdentifier() &&
                   Class->getName() == "duration"
               ? Construct->getArg(0)
               : nullptr;
  }
  if (const auto *Product = dyn_cast<BinaryOperator>(E);
      Product && Product->getOpcode() == BO_Mul) {
    if (constantArgument(*Product->getRHS(), Ctx).value_or(0))
      return Product->getLHS();
    if (constantArgument(*Product->getLHS(), Ctx).value_or(0))
      return Product->getRHS();
  }
  return nullptr;
}

/// Looks through what changes no value.
const Expr *sameValue(const Expr *E) {
  for (;;) {
    const Expr *Inner = E->IgnoreParenImpCasts();
    if (const auto *Full = dyn_cast<FullExpr>(Inner))
      Inner = Full->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = Temporary->getSubExpr();
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = Bound->getSubExpr();
    else if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Inner))
      Inner = Cast->getSubExpr();
    else if (const auto *Copy = dyn_cast<CXXConstructExpr>(Inner);
             Copy && Copy->getNumArgs() == 1 &&
             Copy->getConstructor()->isCopyOrMoveConstructor())
      Inner = Copy->getArg(0);
    if (Inner == E)
      return E;
    E = Inner;
  }
}

/// Whether \p Arg makes an object of the standard library that holds nothing:
/// `{}`, `std::string()`, `""`. Default arguments count.
bool isEmptyObject(const Expr &Arg) {
  const Expr *E = &Arg;
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    E = Default->getExpr();
  const auto *Made = dyn_cast<CXXConstructExpr>(sameValue(E));
  if (!Made || !inStandardLibrary(*Made->getConstructor()->getParent()))
    return false;
  unsigned Written = Made->getNumArgs();
  while (Written && isa<CXXDefaultArgExpr>(Made->getArg(Written - 1)))
    --Written;
  if (Written == 0)
    return true;
  const auto *Text =
      dyn_cast<StringLiteral>(Made->getArg(0)->IgnoreParenImpCasts());
  return Written == 1 && Text && Text->getLength() == 0;
}

/// The object that \p E asks whether it holds anything: `x` of `x.empty()`,
/// `x.has_value()` and `bool(x)`. Null where it is none of these.
const Expr *askedForContent(const Expr *E, bool &Empty) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || Call->getNumArgs() != 0 ||
      !inStandardLibrary(*Method->getParent()))
    return nullptr;
  bool Named = Method->getIdentifier();
  Empty = Named && Method->getName() == "empty";
  if (!Empty && !(Named && Method->getName() == "has_value") &&
      !(isa<CXXConversionDecl>(Method) &&
        Method->getReturnType()->isBooleanType()))
    return nullptr;
  return Call->getImplicitObjectArgument();
}

} // namespace

std::optional<ParameterFacts::Forward>
ParameterFacts::unchanged(const ParmVarDecl &P, bool Scaled) {
  if (P.getDeclContext() != Body.Function ||
      P.getFunctionScopeIndex() > MaxParameter)
    return std::nullopt;
  if (!Writes)
    Writes.emplace(*Body.Body);
  if (!P.getType().getNonReferenceType().isConstQualified() &&
      !Writes->of(&P).empty())
    return std::nullopt;
  return Forward{static_cast<uint8_t>(P.getFunctionScopeIndex()), Scaled};
}

std::optional<ParameterFacts::Forward>
ParameterFacts::forwarded(const Expr *E) {
  bool Scaled = false;
  E = sameValue(E);
  while (const Expr *Other = inOtherUnit(E, Ctx)) {
    E = sameValue(Other);
    Scaled = true;
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
  return P ? unchanged(*P, Scaled) : std::nullopt;
}

CallDetail ParameterFacts::detailOf(const BodyCall &Call,
                                    const FunctionDecl *Callee) {
  CallDetail Detail;
  addGuards(Call.Guards, Detail.Unless);
  if (!Callee)
    return Detail;
  size_t Count = std::min<size_t>(
      {Call.Site.Args.size(), Callee->getNumParams(), MaxParameter});
  for (size_t I = 0; I < Count; ++I) {
    const Expr &Arg = *Call.Site.Args[I];
    if (Arg.isInstantiationDependent())
      continue;
    ArgumentFact Fact;
    Fact.Index = I;
    if (std::optional<Forward> From = forwarded(&Arg)) {
      Fact.K = From->Scaled ? ArgumentFact::Scaled : ArgumentFact::Parameter;
      Fact.From = From->Index;
    } else if (auto Value = constantArgument(Arg, Ctx)) {
      Fact.Value = *Value;
      if (Arg.getType()->isIntegralOrEnumerationType())
        for (const std::string &Name : flagNames(Arg, Ctx))
          Fact.Flags.push_back(hashOfFlag(Name));
    } else if (isEmptyObject(Arg)) {
      Fact.Value = 0;
    } else {
      continue;
    }
    Detail.Arguments.push_back(std::move(Fact));
  }
  return Detail;
}

std::optional<ParameterTest> ParameterFacts::testFor(const ArgumentCondition &C,
                                                     const Expr &Arg) {
  std::optional<Forward> From = forwarded(&Arg);
  if (!From)
    return std::nullopt;
  ParameterTest Test;
  Test.Parameter = From->Index;
  bool Pointer = Arg.getType()->isAnyPointerType();
  switch (C.K) {
  case ArgumentCondition::Zero:
    // Of a pointer, that it points to zeros.
    return Pointer ? std::nullopt : std::optional(Test);
  case ArgumentCondition::Null:
    return Test;
  case ArgumentCondition::AtMost:
    Test.K = ParameterTest::AtMost;
    Test.Value = C.Value;
    break;
  case ArgumentCondition::Flag:
  case ArgumentCondition::NotFlag:
    if (C.Name.empty())
      return std::nullopt;
    Test.K = C.K == ArgumentCondition::Flag ? ParameterTest::Flag
                                            : ParameterTest::NotFlag;
    Test.Value = static_cast<int64_t>(hashOfFlag(C.Name));
    break;
  default:
    return std::nullopt;
  }
  return From->Scaled ? std::nullopt : std::optional(Test);
}

void ParameterFacts::addTests(const ArgumentCondition &C, const CallSite &Call,
                              bool Needed, std::vector<ParameterTest> &Into) {
  for (size_t I = 0; I < Call.Args.size(); ++I)
    if (C.Argument < 0 || static_cast<size_t>(C.Argument) == I)
      if (auto Test = testFor(C, *Call.Args[I])) {
        Test->Needed = Needed;
        Into.push_back(*Test);
      }
}

std::vector<ParameterTest> ParameterFacts::testsOf(const BodyCall &Leaf) {
  std::vector<ParameterTest> Tests, Guards;
  const BlockingEntry *Entry = Known.blocking(Leaf.Site, Ctx);
  bool Always = Entry;
  if (!Entry)
    Entry = conditional(Leaf.Site);
  if (Entry) {
    if (!Always)
      for (const ArgumentCondition &C : Entry->BlocksIf)
        addTests(C, Leaf.Site, /*Needed=*/true, Tests);
    for (const ArgumentCondition &C : Entry->NonblockingIf)
      addTests(C, Leaf.Site, /*Needed=*/false, Tests);
  }
  addGuards(Leaf.Guards, Guards);
  llvm::append_range(Tests, Guards);
  makeUnique(Tests);
  if (Tests.size() > MaxTests)
    llvm::erase_if(Tests, [](const ParameterTest &T) { return !T.Needed; });
  return Tests;
}

const BlockingEntry *ParameterFacts::conditional(const CallSite &Call) {
  return Known.blocking(Call, Ctx, [&](const ArgumentCondition &C) {
    const Expr *Arg = C.Argument < 0 ? nullptr : Call.arg(C.Argument);
    return Arg && testFor(C, *Arg);
  });
}

void ParameterFacts::addGuards(const Guard *G,
                               std::vector<ParameterTest> &Into) {
  for (; G; G = G->Outer)
    if (G->Decided != Guard::Unknown)
      addGuard(*G->Condition, G->Decided == Guard::Holds, Into);
  makeUnique(Into);
  if (Into.size() > MaxTests)
    Into.clear();
}

/// Adds when \p Condition is not what it was (\p Holds) where control went on.
void ParameterFacts::addGuard(const Expr &Condition, bool Holds,
                              std::vector<ParameterTest> &Into) {
  const Expr *E = Condition.IgnoreParenImpCasts();
  if (E->isInstantiationDependent())
    return;
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot)
    return addGuard(*Not->getSubExpr(), !Holds, Into);
  const auto *Op = dyn_cast<BinaryOperator>(E);
  if (Op && Op->getOpcode() == (Holds ? BO_LAnd : BO_LOr)) {
    addGuard(*Op->getLHS(), Holds, Into);
    addGuard(*Op->getRHS(), Holds, Into);
    return;
  }
  ParameterTest Test;
  if (!Op || !Op->isComparisonOp()) {
    bool Empty = false;
    if (const Expr *Object = askedForContent(E, Empty)) {
      E = Object;
      Holds = Holds != Empty;
    }
    std::optional<Forward> From = forwarded(E);
    if (!From || From->Scaled)
      return;
    Test.K = Holds ? ParameterTest::Zero : ParameterTest::NonZero;
    Test.Parameter = From->Index;
    Into.push_back(Test);
    return;
  }
  BinaryOperatorKind Kind = Op->getOpcode();
  std::optional<Forward> From = forwarded(Op->getLHS());
  std::optional<int64_t> Value = constantArgument(*Op->getRHS(), Ctx);
  if (!From) {
    From = forwarded(Op->getRHS());
    Value = constantArgument(*Op->getLHS(), Ctx);
    Kind = BinaryOperator::reverseComparisonOp(Kind);
  }
  if (!From || From->Scaled || !Value ||
      *Value == std::numeric_limits<int64_t>::min())
    return;
  if (!Holds)
    Kind = BinaryOperator::negateComparisonOp(Kind);
  Test.Parameter = From->Index;
  Test.Value = *Value;
  switch (Kind) {
  case BO_EQ:
    Test.K = ParameterTest::NotEqual;
    break;
  case BO_NE:
    Test.K = ParameterTest::Equal;
    break;
  case BO_GT:
    Test.K = ParameterTest::AtMost;
    break;
  case BO_GE:
    Test.K = ParameterTest::AtMost;
    --Test.Value;
    break;
  case BO_LT:
    Test.K = ParameterTest::MoreThan;
    --Test.Value;
    break;
  case BO_LE:
    Test.K = ParameterTest::MoreThan;
    break;
  default:
    return;
  }
  Into.push_back(Test);
}

} // namespace cotidy
