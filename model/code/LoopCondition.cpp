#include "model/code/LoopCondition.h"
#include "model/code/LoopExit.h"
#include "model/code/Mentions.h"
#include "model/code/StandardNames.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {

static bool mentionsCall(const Stmt *S,
                         llvm::function_ref<bool(StringRef)> Is) {
  if (!S)
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    const auto *Callee = dyn_cast_or_null<FunctionDecl>(Call->getCalleeDecl());
    if (Callee && Callee->getIdentifier() && Is(Callee->getName()))
      return true;
  }
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return mentionsCall(Child, Is);
  });
}

bool retries(const Expr *Condition) {
  return mentionsCall(Condition, [](StringRef Name) {
    return Name == "__errno_location" || Name.starts_with("compare_exchange") ||
           Name.starts_with("atomic_compare_exchange");
  });
}

bool isExternalFlag(const Expr *E, const StaticValues &Values) {
  E = E->IgnoreParenImpCasts()->IgnoreUnlessSpelledInSource();
  if (const auto *Not = dyn_cast<UnaryOperator>(E))
    return Not->getOpcode() == UO_LNot &&
           isExternalFlag(Not->getSubExpr(), Values);
  if (const auto *Op = dyn_cast<BinaryOperator>(E); Op && Op->isLogicalOp())
    return isExternalFlag(Op->getLHS(), Values) &&
           isExternalFlag(Op->getRHS(), Values);
  if (Values.constantOf(E))
    return true;
  if (E->getType().isVolatileQualified())
    return true;
  if (const auto *Record = E->getType()->getAsCXXRecordDecl();
      Record && inStandardLibrary(*Record) && Record->getIdentifier())
    return Record->getName() == "atomic"; // converted to its value
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method)
    return false;
  const CXXRecordDecl *Class = Method->getParent();
  bool Standard = inStandardLibrary(*Class) && Class->getIdentifier();
  if (isa<CXXConversionDecl>(Method))
    return Standard && Class->getName().contains("atomic");
  return Method->getIdentifier() &&
         llvm::StringSwitch<bool>(Method->getName())
             .Case("stop_requested", true)
             .Cases({"load", "test"},
                    Standard && Class->getName().contains("atomic"))
             .Default(false);
}

bool readsFlagOfOthers(const Expr &Condition) {
  bool Found = false;
  forEachMention(Condition, [&](const Mention &M) {
    QualType Type = M.Named->getType().getNonReferenceType();
    const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
    Found |= Type.isVolatileQualified() ||
             (Class && Class->getIdentifier() && inStandardLibrary(*Class) &&
              (Class->getName().contains("atomic") ||
               Class->getName() == "stop_token"));
  });
  return Found;
}

static bool isCharacter(QualType T) {
  if (T.isNull() || T->isDependentType())
    return false;
  T = T.getNonReferenceType();
  return T->isAnyCharacterType() || T->isStdByteType();
}

bool isMacroWrapper(const Stmt &Loop) {
  return isa<DoStmt>(Loop) && Loop.getBeginLoc().isMacroID();
}

bool readsText(const Stmt &Loop) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return isCharacter(Range->getLoopVariable()->getType());
  auto Reads = [&](const Stmt *S, auto &Self) -> bool {
    if (!S)
      return false;
    if (const auto *E = dyn_cast<Expr>(S); E && !E->getType().isNull()) {
      QualType T = E->getType().getNonReferenceType();
      if (isCharacter(T->getPointeeType()) || isCharacter(T))
        return true;
      const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
          T->getAsCXXRecordDecl());
      if (Class && Class->getTemplateArgs().size() > 0 &&
          Class->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
          isCharacter(Class->getTemplateArgs()[0].getAsType()))
        return true;
    }
    return llvm::any_of(S->children(),
                        [&](const Stmt *Child) { return Self(Child, Self); });
  };
  return Reads(loopCondition(Loop), Reads);
}

} // namespace cotidy
