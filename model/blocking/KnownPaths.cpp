#include "model/blocking/KnownPaths.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cotidy {
namespace {

enum class Beginning {
  Empty,     ///< nothing yet: what follows decides
  Below,     ///< one of the folders
  Elsewhere, ///< another folder, or not known
};

/// That of a path that is one of two.
Beginning oneOf(Beginning A, Beginning B) {
  if (A == Beginning::Elsewhere || B == Beginning::Elsewhere)
    return Beginning::Elsewhere;
  return A == Beginning::Below ? A : B;
}

class PathReader {
public:
  explicit PathReader(ArrayRef<StringRef> Folders) : Folders(Folders) {}

  Beginning begin(const Expr *Path) {
    // Of all that is looked at, since functions may call themselves.
    constexpr unsigned MaxSteps = 200;
    return Path && ++Steps <= MaxSteps ? beginOf(*stripTransparent(Path))
                                       : Beginning::Elsewhere;
  }

private:
  Beginning beginOf(const Expr &Path) {
    if (const auto *Text = dyn_cast<StringLiteral>(&Path))
      return beginOfText(*Text);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(&Path))
      return Construct->getNumArgs() == 0 ? Beginning::Empty
                                          : begin(Construct->getArg(0));
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&Path)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      return begin(Var && !isa<ParmVarDecl>(Var) ? Var->getInit() : nullptr);
    }
    if (const auto *Choice = dyn_cast<ConditionalOperator>(&Path))
      return oneOf(begin(Choice->getTrueExpr()), begin(Choice->getFalseExpr()));
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Path);
        Operator && (Operator->getOperator() == OO_Plus ||
                     Operator->getOperator() == OO_Slash)) {
      Beginning Left = begin(Operator->getArg(0));
      return Left == Beginning::Empty && Operator->getNumArgs() == 2
                 ? begin(Operator->getArg(1))
                 : Left;
    }
    if (const auto *Call = dyn_cast<CallExpr>(&Path))
      return beginOfResult(*Call);
    return Beginning::Elsewhere;
  }

  Beginning beginOfText(const StringLiteral &Text) {
    if (Text.getLength() == 0)
      return Beginning::Empty;
    bool IsBelow = Text.getCharByteWidth() == 1 &&
                   llvm::any_of(Folders, [&](StringRef Folder) {
                     return Text.getString().starts_with(Folder);
                   });
    return IsBelow ? Beginning::Below : Beginning::Elsewhere;
  }

  Beginning beginOfResult(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee || isa<CXXOperatorCallExpr>(Call))
      return Beginning::Elsewhere;
    StringRef Name = Callee->getIdentifier() ? Callee->getName() : StringRef();
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
        Member && Member->getRecordDecl()->isInStdNamespace())
      return Name == "c_str" || Name == "data" || Name == "native" ||
                     Name == "string"
                 ? begin(Member->getImplicitObjectArgument())
                 : Beginning::Elsewhere;
    if (Name == "format" && Call.getNumArgs() != 0)
      return begin(Call.getArg(0));
    const FunctionDecl *Definition = nullptr;
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
        (Method && Method->isVirtual()) || !Callee->hasBody(Definition))
      return Beginning::Elsewhere;
    return beginOfReturned(*Definition->getBody());
  }

  /// That of everything that \p Body returns.
  Beginning beginOfReturned(const Stmt &Body) {
    if (const auto *Return = dyn_cast<ReturnStmt>(&Body))
      return begin(Return->getRetValue());
    Beginning All = Beginning::Empty;
    if (isa<Expr>(Body)) // lambdas return for themselves
      return All;
    for (const Stmt *Child : Body.children())
      if (Child)
        All = oneOf(All, beginOfReturned(*Child));
    return All;
  }

  ArrayRef<StringRef> Folders;
  unsigned Steps = 0;
};

} // namespace

bool isBelow(const Expr &Path, ArrayRef<StringRef> Folders) {
  return PathReader(Folders).begin(&Path) == Beginning::Below;
}

} // namespace cotidy
