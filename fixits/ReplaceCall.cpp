#include "fixits/ReplaceCall.h"
#include "fixits/AwaitPlace.h"
#include "fixits/HeaderInsertion.h"
#include "fixits/TextParts.h"
#include "model/catalogue/NamePattern.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

class Planner {
public:
  Planner(const BodyCall &Call, const FixTarget &Target,
          const AsyncModel &Model)
      : Body(*Call.Body), Callee(*Call.Site.Callee),
        E(dyn_cast_or_null<CallExpr>(Call.Site.E)), Target(Target),
        SM(Model.context().getSourceManager()),
        LangOpts(Model.context().getLangOpts()) {
    if (E)
      for (const Expr *Argument : Call.Site.Args)
        if (!isa<CXXDefaultArgExpr>(Argument))
          Arguments.push_back(Argument);
  }

  std::optional<Fix> plan() {
    if (!E || isa<CXXOperatorCallExpr>(E) || !Callee.getIdentifier() ||
        !placeAllowsAwait(*E, Body))
      return std::nullopt;
    for (const CallRewrite &Rewrite : Target.Calls)
      if (NamePattern(Rewrite.Name).matches(Callee) &&
          (!Rewrite.Args || *Rewrite.Args == Arguments.size()) &&
          fits(Rewrite.Value))
        return planRewrite(Rewrite);
    for (const AsyncNamesakes &Namesakes : Target.Namesakes)
      if (std::optional<Fix> Planned = planNamesake(Namesakes))
        return Planned;
    return std::nullopt;
  }

private:
  const CodeBody &Body;
  const FunctionDecl &Callee;
  const CallExpr *E;
  const FixTarget &Target;
  const SourceManager &SM;
  const LangOptions &LangOpts;
  llvm::SmallVector<const Expr *, 6> Arguments; ///< as written

  std::string text(SourceRange Range) const {
    return Lexer::getSourceText(CharSourceRange::getTokenRange(Range), SM,
                                LangOpts)
        .str();
  }

  /// The argument at \p Index with the comments beside it, from separator to
  /// separator. One that goes to the end of its line would hide what follows.
  std::string argument(unsigned Index) const {
    SourceRange Range = Arguments[Index]->getSourceRange();
    SourceLocation Before =
        Index ? Arguments[Index - 1]->getEndLoc() : E->getCallee()->getEndLoc();
    std::optional<Token> Open = Lexer::findNextToken(Before, SM, LangOpts),
                         Close =
                             Lexer::findNextToken(Range.getEnd(), SM, LangOpts);
    if (!Open || !Close || !Open->isOneOf(tok::l_paren, tok::comma) ||
        !Close->isOneOf(tok::r_paren, tok::comma))
      return text(Range);
    StringRef Whole = Lexer::getSourceText(
        CharSourceRange::getCharRange(Open->getEndLoc(), Close->getLocation()),
        SM, LangOpts);
    return Whole.contains("//") ? text(Range) : Whole.trim().str();
  }

  /// Whether the place of the call can do with \p Value in its stead.
  bool fits(AwaitedValue Value) const {
    if (Value == AwaitedValue::Same || isDiscarded(*E, Body))
      return true;
    if (Value == AwaitedValue::None)
      return false;
    const Stmt *Child = nullptr;
    const auto *Declaration =
        dyn_cast_or_null<DeclStmt>(writtenParent(*E, Body, Child));
    if (!Declaration)
      return true;
    return llvm::none_of(Declaration->decls(), [](const Decl *D) {
      const auto *Var = dyn_cast<VarDecl>(D);
      return Var && Var->getTypeSourceInfo()->getType()->getContainedAutoType();
    });
  }

  Fix titled(StringRef Instead, bool Safe) const {
    Fix F;
    F.Title = ("use '" + Instead + "' instead").str();
    F.Level = Safe && !isInstantiated(Body) ? Applicability::Safe
                                            : Applicability::Unsafe;
    return F;
  }

  /// \p Text of \p Rewrite with the call's parts; empty if one is missing.
  std::optional<std::string> fill(StringRef Text) const {
    std::string Result;
    while (!Text.empty()) {
      auto [Before, Rest] = Text.split('{');
      Result += Before;
      if (Before.size() == Text.size())
        break;
      auto [Part, After] = Rest.split('}');
      unsigned Index = 0;
      if (Part == "args") {
        for (unsigned I = 0; I != Arguments.size(); ++I)
          Result += (I ? ", " : "") + argument(I);
      } else if (Part == "name") {
        Result += Callee.getName();
      } else if (!Part.getAsInteger(10, Index) && Index < Arguments.size()) {
        Result += argument(Index);
      } else {
        return std::nullopt;
      }
      Text = After;
    }
    return Result;
  }

  bool hasMacroArgument() const {
    return llvm::any_of(Arguments, [](const Expr *Argument) {
      return isFromMacro(Argument->getSourceRange());
    });
  }

  std::optional<Fix> planRewrite(const CallRewrite &Rewrite) const {
    const auto *Named =
        dyn_cast<DeclRefExpr>(E->getCallee()->IgnoreParenImpCasts());
    if (!Named || Named->getBeginLoc() != E->getBeginLoc())
      return std::nullopt;
    bool InParens = isPostfixBase(*E, Body);
    StringRef Head = Rewrite.Text;
    // Where the arguments stay, only the name is replaced.
    bool KeepsArguments = Head.consume_back("({args})") && !Head.contains("{0");
    std::optional<std::string> New = fill(Head);
    if (!New || (!KeepsArguments && hasMacroArgument()))
      return std::nullopt;
    StringRef Instead = *New;
    Instead.consume_front("co_await ");
    Fix F = titled(Instead.take_until([](char C) { return C == '('; }),
                   Rewrite.Safe);
    if (InParens)
      *New = "(" + *New;
    SourceRange Replaced = KeepsArguments ? Named->getSourceRange()
                                          : SourceRange(E->getSourceRange());
    if (InParens && !KeepsArguments)
      *New += ")";
    F.Edits.push_back(FixItHint::CreateReplacement(Replaced, *New));
    if (InParens && KeepsArguments)
      F.Edits.push_back(
          FixItHint::CreateInsertion(behind(E->getEndLoc()), ")"));
    addHeaders(F, E->getBeginLoc(), Rewrite.Headers, Target.Umbrellas, SM);
    return F;
  }

  SourceLocation behind(SourceLocation Loc) const {
    return Lexer::getLocForEndOfToken(Loc, 0, SM, LangOpts);
  }

  /// Whether the callee's class or namespace declares \p Name as well.
  bool declares(StringRef Name) const {
    IdentifierInfo *Wanted = &Callee.getASTContext().Idents.get(Name);
    auto Declares = [&](const DeclContext *Scope) {
      return llvm::any_of(Scope->lookup(Wanted), [](const NamedDecl *D) {
        return isa<FunctionDecl, FunctionTemplateDecl, UsingShadowDecl>(D);
      });
    };
    const auto *Class = dyn_cast<CXXRecordDecl>(Callee.getDeclContext());
    if (!Class)
      return Declares(Callee.getDeclContext()->getEnclosingNamespaceContext());
    if (const auto *Member =
            dyn_cast<MemberExpr>(E->getCallee()->IgnoreParenImpCasts()))
      if (const CXXRecordDecl *Static =
              Member->getBase()->getType().isNull()
                  ? nullptr
                  : Member->getBase()
                        ->getType()
                        ->getPointeeOrArrayElementType()
                        ->getAsCXXRecordDecl())
        Class = Static;
    if (Declares(Class))
      return true;
    return Class->hasDefinition() &&
           !Class->forallBases(
               [&](const CXXRecordDecl *Base) { return !Declares(Base); });
  }

  std::optional<Fix> planNamesake(const AsyncNamesakes &Namesakes) const {
    std::string Qualified = Callee.getQualifiedNameAsString();
    if (llvm::none_of(Namesakes.Scopes, [&](StringRef Scope) {
          StringRef Rest = Qualified;
          return Rest.consume_front(Scope) && Rest.starts_with("::");
        }))
      return std::nullopt;
    std::string Instead = Namesakes.Prefix + Callee.getName().str();
    SourceLocation Name;
    const Expr *Named = E->getCallee()->IgnoreParenImpCasts();
    if (const auto *Member = dyn_cast<MemberExpr>(Named))
      Name = Member->getMemberLoc();
    else if (const auto *Ref = dyn_cast<DeclRefExpr>(Named))
      Name = Ref->getLocation();
    if (Name.isInvalid() || Name.isMacroID() || !declares(Instead))
      return std::nullopt;

    const Expr *ErrorCode = nullptr;
    if (!Arguments.empty() && !Namesakes.ErrorClass.empty())
      if (const CXXRecordDecl *Class =
              Arguments.back()->getType()->getAsCXXRecordDecl())
        if (NamePattern(Namesakes.ErrorClass).matches(*Class))
          ErrorCode = Arguments.back();
    // With an error code to fill, the synchronous form gives it back, too.
    if (ErrorCode && !isDiscarded(*E, Body) &&
        Callee.getReturnType().getNonReferenceType()->getAsCXXRecordDecl() ==
            ErrorCode->getType()->getAsCXXRecordDecl())
      return std::nullopt;

    Fix F = titled(Instead, /*Safe=*/false);
    bool InParens = isPostfixBase(*E, Body);
    F.Edits.push_back(FixItHint::CreateInsertion(
        E->getBeginLoc(), InParens ? "(co_await " : "co_await "));
    F.Edits.push_back(FixItHint::CreateReplacement(SourceRange(Name), Instead));
    if (ErrorCode) {
      SourceRange Range = ErrorCode->getSourceRange();
      if (isFromMacro(Range))
        return std::nullopt;
      auto [Before, After] = StringRef(Namesakes.ErrorToken).split("{0}");
      F.Edits.push_back(FixItHint::CreateReplacement(
          Range, (Before + text(Range) + After).str()));
    } else {
      F.Edits.push_back(FixItHint::CreateInsertion(
          E->getRParenLoc(),
          (Arguments.empty() ? "" : ", ") + Namesakes.Token));
    }
    if (InParens)
      F.Edits.push_back(
          FixItHint::CreateInsertion(behind(E->getEndLoc()), ")"));
    addHeaders(F, E->getBeginLoc(),
               ErrorCode ? Namesakes.ErrorHeaders : Namesakes.Headers,
               Target.Umbrellas, SM);
    return F;
  }
};

} // namespace

std::optional<Fix> planReplaceCall(const BodyCall &Call,
                                   const FixTarget &Target,
                                   const AsyncModel &Model) {
  return Planner(Call, Target, Model).plan();
}

} // namespace cotidy
