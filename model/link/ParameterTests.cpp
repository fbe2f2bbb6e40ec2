#include "model/link/ParameterTests.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy {
namespace {

/// With more, only those that are needed are kept: it is then taken to block.
constexpr size_t MaxTests = 4;

bool holds(const ParameterTest &Test, const ArgumentFact &Constant) {
  auto HasFlag = [&] {
    return llvm::is_contained(Constant.Flags, uint64_t(Test.Value));
  };
  switch (Test.K) {
  case ParameterTest::Zero:
    return Constant.Value == 0;
  case ParameterTest::NonZero:
    return Constant.Value != 0;
  case ParameterTest::Equal:
    return Constant.Value == Test.Value;
  case ParameterTest::NotEqual:
    return Constant.Value != Test.Value;
  case ParameterTest::AtMost:
    return Constant.Value <= Test.Value;
  case ParameterTest::MoreThan:
    return Constant.Value > Test.Value;
  case ParameterTest::Flag:
    return HasFlag();
  case ParameterTest::NotFlag:
    return !HasFlag();
  }
  return false;
}

bool survivesScaling(const ParameterTest &Test) {
  return Test.K == ParameterTest::Zero || Test.K == ParameterTest::NonZero;
}

} // namespace

std::optional<ParameterTests> atCall(llvm::ArrayRef<ParameterTest> Tests,
                                     const FunctionFacts &Caller,
                                     const CallFact &Call) {
  const CallDetail *Detail =
      Call.Detail ? &Caller.Details[Call.Detail - 1] : nullptr;
  ParameterTests Left;
  for (const ParameterTest &Test : Tests) {
    const ArgumentFact *Given = nullptr;
    if (Detail)
      for (const ArgumentFact &A : Detail->Arguments)
        if (A.Index == Test.Parameter)
          Given = &A;
    bool Forwarded =
        Given && (Given->K == ArgumentFact::Parameter ||
                  (Given->K == ArgumentFact::Scaled && survivesScaling(Test)));
    if (Forwarded) {
      Left.push_back(Test);
      Left.back().Parameter = Given->From;
      continue;
    }
    bool Holds =
        Given && Given->K == ArgumentFact::Constant && holds(Test, *Given);
    if (Holds != Test.Needed)
      return std::nullopt;
  }
  if (Detail)
    llvm::append_range(Left, Detail->Unless);
  llvm::sort(Left);
  Left.erase(llvm::unique(Left), Left.end());
  if (Left.size() > MaxTests)
    llvm::erase_if(Left, [](const ParameterTest &T) { return !T.Needed; });
  return Left;
}

bool blocksUnknown(llvm::ArrayRef<ParameterTest> Tests) {
  return llvm::none_of(Tests, [](const ParameterTest &T) { return T.Needed; });
}

} // namespace cotidy
