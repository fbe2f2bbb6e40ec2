#include "fixits/CapturesToParameters.h"
#include "fixits/AwaitPlace.h"
#include "fixits/TextParts.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/TypeLoc.h"

using namespace clang;

namespace cotidy {
namespace {

struct Passed {
  std::string Parameters, Arguments;

  void add(StringRef Parameter, StringRef Argument) {
    StringRef Separator = Parameters.empty() ? "" : ", ";
    Parameters += (Separator + Parameter).str();
    Arguments += (Separator + Argument).str();
  }
};

/// What is passed instead of the captures; empty where one cannot be.
std::optional<Passed> passedInstead(const LambdaExpr &Lambda,
                                    const ASTContext &Ctx) {
  Passed Result;
  for (const LambdaCapture &Capture : Lambda.captures()) {
    if (!Capture.capturesVariable() || Capture.isPackExpansion())
      return std::nullopt;
    const auto *Var = dyn_cast<VarDecl>(Capture.getCapturedVar());
    if (!Var || !Var->getIdentifier())
      return std::nullopt;
    std::string Argument = Var->getNameAsString();
    if (Lambda.isInitCapture(&Capture)) {
      SourceRange Init = Var->getInit()->IgnoreImplicit()->getSourceRange();
      if (isFromMacro(Init))
        return std::nullopt;
      Argument = textOf(Init, Ctx).str();
      // `x{y}` and `x(y)` do not say what they are without the name.
      if (Argument.empty() || Argument.front() == '{' ||
          Var->getInitStyle() != VarDecl::CInit)
        return std::nullopt;
    }
    bool ByReference = Capture.getCaptureKind() == LCK_ByRef;
    // A local of the function that calls the lambda would be gone as well.
    if (ByReference && Var->hasLocalStorage() &&
        !Var->getType()->isReferenceType())
      return std::nullopt;
    Result.add((ByReference ? "auto &" : "auto ") + Var->getNameAsString(),
               Argument);
  }
  return Result;
}

} // namespace

std::optional<Fix> planCapturesToParameters(const LambdaExpr &Lambda,
                                            const BodyCall &Call,
                                            const AsyncModel &Model) {
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Call.Site.E);
  const CXXMethodDecl *Method = Lambda.getCallOperator();
  if (!Operator || Operator->getOperator() != OO_Call ||
      !Lambda.hasExplicitParameters() || isInstantiated(*Call.Body) ||
      llvm::any_of(Method->parameters(), [](const ParmVarDecl *P) {
        return P->isParameterPack() || P->hasDefaultArg();
      }))
    return std::nullopt;
  const TypeSourceInfo *Written = Method->getTypeSourceInfo();
  auto Function = Written
                      ? Written->getTypeLoc().getAsAdjusted<FunctionTypeLoc>()
                      : FunctionTypeLoc();
  if (!Function)
    return std::nullopt;
  SourceLocation Parameters = Function.getRParenLoc(),
                 Arguments = Operator->getRParenLoc();
  SourceRange Introducer = Lambda.getIntroducerRange();
  if (!Parameters.isValid() || Parameters.isMacroID() ||
      Arguments.isMacroID() || Introducer.getBegin().isMacroID() ||
      Introducer.getEnd().isMacroID())
    return std::nullopt;
  std::optional<Passed> Instead = passedInstead(Lambda, Model.context());
  if (!Instead)
    return std::nullopt;
  Fix F;
  F.Title = "make parameters of the captures";
  F.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getTokenRange(Introducer), "[]"));
  F.Edits.push_back(FixItHint::CreateInsertion(
      Parameters, (Method->param_empty() ? "" : ", ") + Instead->Parameters));
  F.Edits.push_back(FixItHint::CreateInsertion(
      Arguments,
      (Operator->getNumArgs() == 1 ? "" : ", ") + Instead->Arguments));
  return F;
}

} // namespace cotidy
