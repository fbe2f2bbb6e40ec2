#include "fixits/OffloadCode.h"
#include "fixits/AwaitPlace.h"
#include "fixits/HeaderInsertion.h"
#include "fixits/StatementEnd.h"
#include "fixits/TextParts.h"
#include "model/code/SpecialMembers.h"
#include "model/code/TypeArguments.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

/// Looks for what cannot run on another thread, or not in a lambda.
class Obstacles final : public ConstDynamicRecursiveASTVisitor {
public:
  explicit Obstacles(const AsyncModel &Model) : Model(Model) {}

  static bool in(const Stmt &S, const AsyncModel &Model) {
    Obstacles Found(Model);
    Found.TraverseStmt(&S);
    return Found.Any;
  }

  bool TraverseLambdaExpr(const LambdaExpr *) override {
    return true; // what it does there is its own
  }
  bool VisitCoawaitExpr(const CoawaitExpr *) override { return stop(); }
  bool VisitDependentCoawaitExpr(const DependentCoawaitExpr *) override {
    return stop();
  }
  bool VisitCoyieldExpr(const CoyieldExpr *) override { return stop(); }
  bool VisitReturnStmt(const ReturnStmt *) override { return stop(); }
  bool VisitCoreturnStmt(const CoreturnStmt *) override { return stop(); }
  bool VisitGotoStmt(const GotoStmt *) override { return stop(); }
  bool VisitLabelStmt(const LabelStmt *) override { return stop(); }
  bool VisitExpr(const Expr *E) override {
    const CXXRecordDecl *Class = E->getType()
                                     .getNonReferenceType()
                                     ->getPointeeOrArrayElementType()
                                     ->getAsCXXRecordDecl();
    const ThreadType *Known =
        Class ? Model.catalogue().threadType(*Class) : nullptr;
    if (Known && Known->Kind != ThreadTypeKind::Callback)
      return stop();
    return true;
  }
  bool VisitDeclRefExpr(const DeclRefExpr *Ref) override {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    return Var && Var->getTLSKind() != VarDecl::TLS_None ? stop() : true;
  }

private:
  bool stop() {
    Any = true;
    return false;
  }

  const AsyncModel &Model;
  bool Any = false;
};

/// Whether objects of \p Class have operations that one awaits, as sockets,
/// streams and timers have: what else is done with such an object belongs to
/// the threads that run them.
bool isIoObject(const CXXRecordDecl &Class) {
  return Class.hasDefinition() &&
         (llvm::any_of(Class.getDefinition()->decls(),
                       [](const Decl *D) {
                         const auto *Named = dyn_cast<NamedDecl>(D);
                         return Named && Named->getIdentifier() &&
                                Named->getName().starts_with("async_");
                       }) ||
          llvm::any_of(Class.bases(), [](const CXXBaseSpecifier &Base) {
            const CXXRecordDecl *Of = Base.getType()->getAsCXXRecordDecl();
            return Of && isIoObject(*Of);
          }));
}

/// Looks for I/O objects that others can reach, too.
class SharedIoObjects final : public ConstDynamicRecursiveASTVisitor {
public:
  static bool in(const Stmt &S) {
    SharedIoObjects Found;
    Found.TraverseStmt(&S);
    return Found.Any;
  }

  bool TraverseLambdaExpr(const LambdaExpr *) override { return true; }
  bool VisitMemberExpr(const MemberExpr *E) override {
    return look(*E, isa<FieldDecl>(E->getMemberDecl()));
  }
  bool VisitDeclRefExpr(const DeclRefExpr *E) override {
    const auto *Var = dyn_cast<VarDecl>(E->getDecl());
    return look(*E, Var && (!Var->hasLocalStorage() ||
                            Var->getType()->isReferenceType()));
  }

private:
  bool look(const Expr &E, bool Shared) {
    const CXXRecordDecl *Class = E.getType()->getAsCXXRecordDecl();
    Any |= Shared && Class && isIoObject(*Class);
    return !Any;
  }

  bool Any = false;
};

/// Whether \p S computes something with code of the project: it would meet what
/// the loop does meanwhile.
bool computes(const Stmt &S, const SourceManager &SM) {
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    if (const FunctionDecl *Callee = Call->getDirectCallee();
        Callee && Call->isPRValue() && !Call->getType()->isPointerType() &&
        !SM.isInSystemHeader(Callee->getLocation()))
      return true;
  return llvm::any_of(S.children(), [&](const Stmt *Child) {
    return Child && computes(*Child, SM);
  });
}

/// Whether \p Body looks at what its thread's last call left as an error.
bool readsLastError(const CodeBody &Body, const Catalogue &Known) {
  return llvm::any_of(Body.Calls, [&](const BodyCall &Call) {
    return Known.threadFunction(Call.Site, ThreadRole::Errno) ||
           Known.threadFunction(Call.Site, ThreadRole::LastError);
  });
}

bool canBeMoved(QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return !Class || isMoveConstructible(*Class);
}

/// Whether \p Type is a task or has one in it: what it runs would begin with
/// what the thread did for it, such as a lock that the thread took.
bool holdsTask(QualType Type, const AsyncModel &Model) {
  if (Model.awaitables().find(Type))
    return true;
  const auto *Of = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Type->getAsCXXRecordDecl());
  return Of && llvm::any_of(typeArguments(*Of), [&](QualType Argument) {
           return holdsTask(Argument, Model);
         });
}

class Planner {
public:
  Planner(const CodeBody &Body, const FixTarget &Target,
          const AsyncModel &Model)
      : Body(Body), Target(Target), Model(Model), Ctx(Model.context()),
        SM(Ctx.getSourceManager()) {}

  std::optional<Fix> planCall(const BodyCall &Call) {
    const Expr *E = Call.Site.E;
    if (!Target.Offload || !E || Body.Dependent || !placeAllowsAwait(*E, Body))
      return std::nullopt;
    const FunctionDecl *Callee = Call.Site.Callee;
    bool Ours = !SM.isInSystemHeader(Callee->getLocation());
    const FunctionDecl *Definition = nullptr;
    if (SharedIoObjects::in(*E) ||
        (Ours && Callee->hasBody(Definition) &&
         SharedIoObjects::in(*Definition->getBody())) ||
        (!Ours && Call.Site.Receiver && computes(*Call.Site.Receiver, SM)))
      return std::nullopt;
    if (Callee->isExternC() && readsLastError(Body, Model.catalogue()))
      return std::nullopt;
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
      if (const VarDecl *Var = initialised(*Construct))
        return planVariable(*Var, *Construct);
    return planExpression(*E);
  }

  std::optional<Fix> planStatement(const Stmt &S) {
    SourceLocation Begin = S.getBeginLoc(),
                   Behind = behindStatement(S, SM, Ctx.getLangOpts());
    if (!Target.Offload || Body.Kind != BodyKind::Coroutine || Body.Dependent ||
        Begin.isMacroID() || Behind.isInvalid() || isa<DeclStmt>(S) ||
        Obstacles::in(S, Model) || isInHandler(S))
      return std::nullopt;
    auto [Before, After] = StringRef(Target.Offload->Void).split("{}");
    After.consume_front(";");
    return around(Begin, Behind, Before, After.str() + ";");
  }

private:
  const CodeBody &Body;
  const FixTarget &Target;
  const AsyncModel &Model;
  ASTContext &Ctx;
  const SourceManager &SM;

  SourceLocation behind(SourceLocation Loc) const {
    return Lexer::getLocForEndOfToken(Loc, 0, SM, Ctx.getLangOpts());
  }

  bool isInHandler(const Stmt &S) const {
    for (const Stmt *P = &S; P != Body.Body; P = Body.parents().getParent(P))
      if (!P || isa<CXXCatchStmt, LambdaExpr, StmtExpr>(P))
        return true;
    return false;
  }

  /// The variable that \p Construct initialises as `Type name(arguments)`.
  const VarDecl *initialised(const CXXConstructExpr &Construct) const {
    const Stmt *Child = nullptr;
    const auto *Declaration =
        dyn_cast_or_null<DeclStmt>(writtenParent(Construct, Body, Child));
    const auto *Var = Declaration && Declaration->isSingleDecl()
                          ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                          : nullptr;
    return Var && Var->getInit() &&
                   Var->getInit()->IgnoreImplicit() == &Construct &&
                   Var->getInitStyle() != VarDecl::CInit
               ? Var
               : nullptr;
  }

  /// Text around an expression whose value is of \p Type.
  std::optional<std::pair<std::string, std::string>>
  aroundValue(QualType Type) const {
    if (const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
        Target.Offload->DefaultConstructsValue && Class &&
        !isDefaultConstructible(*Class))
      return std::nullopt;
    StringRef Text = Target.Offload->Value;
    std::string Filled;
    auto [Before, After] = Text.split("{type}");
    if (Before.size() != Text.size()) {
      if (isInstantiated(Body))
        return std::nullopt;
      Filled = (Before + typeText(Type, Ctx) + After).str();
    } else {
      Filled = Text.str();
    }
    auto [Front, Back] = StringRef(Filled).split("{}");
    return std::make_pair(Front.str(), Back.str());
  }

  Fix around(SourceLocation Begin, SourceLocation Behind, const Twine &Before,
             const Twine &After) const {
    Fix F;
    F.Title = Target.Offload->Title;
    F.Level = Applicability::Unsafe;
    F.Edits.push_back(FixItHint::CreateInsertion(Begin, Before.str()));
    F.Edits.push_back(FixItHint::CreateInsertion(Behind, After.str()));
    addHeaders(F, Begin, Target.Offload->Headers, Target.Umbrellas, SM);
    return F;
  }

  /// `T name(arguments);` becomes `T name = co_await ...T(arguments)...;`.
  std::optional<Fix> planVariable(const VarDecl &Var,
                                  const CXXConstructExpr &Construct) const {
    SourceRange Arguments = Construct.getParenOrBraceRange();
    QualType Type = Var.getType();
    if (Arguments.isInvalid() || isFromMacro(Arguments) ||
        Var.getLocation().isMacroID() || !canBeMoved(Type) ||
        holdsTask(Type, Model) || Obstacles::in(Construct, Model))
      return std::nullopt;
    auto Text = aroundValue(Type);
    if (!Text)
      return std::nullopt;
    SourceRange Written = Var.getTypeSourceInfo()
                              ->getTypeLoc()
                              .getUnqualifiedLoc()
                              .getSourceRange();
    StringRef Name = textOf(Written, Ctx);
    if (Name.empty() ||
        Var.getTypeSourceInfo()->getType()->getContainedAutoType())
      return std::nullopt;
    return around(behind(Var.getLocation()), behind(Arguments.getEnd()),
                  " = " + Text->first + Name, Text->second);
  }

  std::optional<Fix> planExpression(const Expr &Call) const {
    const Expr *Whole = &Call;
    const Stmt *Child = nullptr;
    const Stmt *P = writtenParent(*Whole, Body, Child);
    // The rest of a chain on the same object: `out << a << b`.
    while (Whole->isLValue() || Whole->getType()->isVoidType()) {
      if (isDiscarded(*Whole, Body))
        return planDiscarded(*Whole);
      const auto *Around = dyn_cast_or_null<Expr>(P);
      if (!Around)
        return std::nullopt;
      if (isConversionToBool(*Around))
        return planValue(*Whole, Ctx.BoolTy, "static_cast<bool>(", ")");
      if (!isa<CXXOperatorCallExpr>(Around) ||
          cast<CXXOperatorCallExpr>(Around)->getArg(0) != Child)
        return std::nullopt;
      Whole = Around;
      P = writtenParent(*Whole, Body, Child);
    }
    if (isDiscarded(*Whole, Body))
      return planDiscarded(*Whole);
    return planValue(*Whole, Whole->getType(), "", "");
  }

  static bool isConversionToBool(const Expr &E) {
    const auto *Member = dyn_cast<MemberExpr>(&E);
    const auto *Conversion =
        Member ? dyn_cast<CXXConversionDecl>(Member->getMemberDecl()) : nullptr;
    return Conversion && Conversion->getConversionType()->isBooleanType();
  }

  bool suits(const Expr &E) const {
    return placeAllowsAwait(E, Body) && !Obstacles::in(E, Model);
  }

  std::optional<Fix> planDiscarded(const Expr &E) const {
    if (!suits(E))
      return std::nullopt;
    auto [Before, After] = StringRef(Target.Offload->Void).split("{}");
    return around(E.getBeginLoc(), behind(E.getEndLoc()), Before, After);
  }

  std::optional<Fix> planValue(const Expr &E, QualType Type, StringRef Open,
                               StringRef Close) const {
    if (!suits(E) || !canBeMoved(Type) || Type->isArrayType() ||
        Type->isDependentType() || holdsTask(Type, Model))
      return std::nullopt;
    auto Text = aroundValue(Type);
    if (!Text)
      return std::nullopt;
    // A conversion is a member, too, that nobody writes.
    bool InParens = Open.empty() && isPostfixBase(E, Body);
    return around(E.getBeginLoc(), behind(E.getEndLoc()),
                  (InParens ? "(" : "") + Text->first + Open,
                  Close + Text->second + (InParens ? ")" : ""));
  }
};

} // namespace

std::optional<Fix> planOffloadCall(const BodyCall &Call,
                                   const FixTarget &Target,
                                   const AsyncModel &Model) {
  return Planner(*Call.Body, Target, Model).planCall(Call);
}

std::optional<Fix> planOffloadStatement(const Stmt &S, const CodeBody &Body,
                                        const FixTarget &Target,
                                        const AsyncModel &Model) {
  return Planner(Body, Target, Model).planStatement(S);
}

} // namespace cotidy
