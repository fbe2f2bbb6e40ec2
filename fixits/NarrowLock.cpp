#include "fixits/NarrowLock.h"
#include "fixits/AwaitPlace.h"
#include "fixits/StatementEnd.h"
#include "fixits/TextParts.h"
#include "model/code/Mentions.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
namespace {

using Names = llvm::SmallPtrSet<const ValueDecl *, 8>;

/// The statement of \p Block that \p S stands in, as an iterator.
CompoundStmt::const_body_iterator statementAround(const Stmt &S,
                                                  const CompoundStmt &Block,
                                                  const CodeBody &Body) {
  const Stmt *Child = &S;
  for (const Stmt *P = Body.parents().getParent(Child); P && P != &Block;
       P = Body.parents().getParent(Child))
    Child = P;
  return std::find(Block.body_begin(), Block.body_end(), Child);
}

const DeclStmt *declarationOf(const VarDecl &Var, const CodeBody &Body,
                              const CompoundStmt *&Block) {
  struct Search {
    const VarDecl &Var;
    const CompoundStmt *Block = nullptr;
    const DeclStmt *in(const Stmt &S) {
      if (const auto *Compound = dyn_cast<CompoundStmt>(&S))
        for (const Stmt *Part : Compound->body())
          if (const auto *Declaration = dyn_cast<DeclStmt>(Part);
              Declaration && Declaration->isSingleDecl() &&
              Declaration->getSingleDecl() == &Var) {
            Block = Compound;
            return Declaration;
          }
      for (const Stmt *Child : S.children())
        if (Child && !isa<LambdaExpr>(Child))
          if (const DeclStmt *Found = in(*Child))
            return Found;
      return nullptr;
    }
  } Search{Var};
  const DeclStmt *Found = Search.in(*Body.Body);
  Block = Search.Block;
  return Found;
}

/// Whether others may reach what \p D names.
bool isShared(const ValueDecl &D) {
  if (isa<FieldDecl>(D))
    return true;
  const auto *Var = dyn_cast<VarDecl>(&D);
  return Var && (!Var->hasLocalStorage() || Var->getType()->isReferenceType() ||
                 Var->getType()->isPointerType());
}

bool canUnlock(const VarDecl &Guard) {
  const CXXRecordDecl *Class =
      Guard.getType().getNonReferenceType()->getAsCXXRecordDecl();
  return Class && Class->hasDefinition() &&
         llvm::any_of(Class->methods(), [](const CXXMethodDecl *M) {
           return M->getIdentifier() && M->getName() == "unlock" &&
                  M->getNumParams() == 0 && M->getAccess() == AS_public;
         });
}

/// The place behind \p Last and what its line says of it, if \p Next begins on
/// another line: a comment above \p Next stays with it. Else that of \p Next.
SourceLocation between(const Stmt &Last, const Stmt &Next,
                       const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation Behind = behindStatement(Last, SM, Ctx.getLangOpts());
  if (Behind.isInvalid())
    return Next.getBeginLoc();
  return endOfLine(Behind, Ctx).value_or(Next.getBeginLoc());
}

/// One more step in front of each line from \p Begin to \p End but the first;
/// none where that may change more than the look.
void indentLines(Fix &F, SourceLocation Begin, SourceLocation End,
                 StringRef Step, const ASTContext &Ctx) {
  StringRef Text =
      Lexer::getSourceText(CharSourceRange::getCharRange(Begin, End),
                           Ctx.getSourceManager(), Ctx.getLangOpts());
  if (Text.contains("R\"") || Text.contains("\n#") || Text.contains("\\\n"))
    return;
  for (size_t At = Text.find('\n'); At != StringRef::npos;
       At = Text.find('\n', At + 1))
    if (!Text.substr(At + 1)
             .take_until([](char C) { return C == '\n'; })
             .trim()
             .empty())
      F.Edits.push_back(
          FixItHint::CreateInsertion(Begin.getLocWithOffset(At + 1), Step));
}

} // namespace

std::optional<Fix> planNarrowLock(const VarDecl &Guard, const Stmt &FirstAwait,
                                  const CodeBody &Body,
                                  const AsyncModel &Model) {
  const CompoundStmt *Block = nullptr;
  const DeclStmt *Declaration = declarationOf(Guard, Body, Block);
  if (!Declaration || isInstantiated(Body))
    return std::nullopt;
  auto Locked = statementAround(*Declaration, *Block, Body);
  auto Await = statementAround(FirstAwait, *Block, Body);
  if (Await == Block->body_end() || Await <= Locked + 1)
    return std::nullopt;

  Names Shared, Declared, Mentioned;
  for (auto It = Locked + 1; It != Await; ++It) {
    if (isa<LabelStmt, SwitchCase>(*It))
      return std::nullopt;
    if (const auto *Part = dyn_cast<DeclStmt>(*It))
      for (const Decl *D : Part->decls()) {
        const auto *Var = dyn_cast<VarDecl>(D);
        if (!Var || isa<DecompositionDecl>(Var))
          return std::nullopt;
        Declared.insert(Var);
      }
    forEachMention(**It, [&](const Mention &M) {
      Mentioned.insert(M.Named);
      if (isShared(*M.Named))
        Shared.insert(M.Named);
    });
  }
  // Where the guard is named it may be unlocked by then. A variable that nobody
  // names is there for its destructor.
  if (Shared.empty() || Mentioned.contains(&Guard) ||
      llvm::any_of(Declared, [&](const ValueDecl *D) {
        return !Mentioned.contains(D) &&
               D->getType().isDestructedType() != QualType::DK_none;
      }))
    return std::nullopt;
  bool ByCall = canUnlock(Guard), Needed = false;
  for (auto It = Await; It != Block->body_end(); ++It)
    forEachMention(**It, [&](const Mention &M) {
      Needed |= M.Named == &Guard || Shared.contains(M.Named) ||
                (!ByCall && Declared.contains(M.Named));
    });
  if (Needed)
    return std::nullopt;

  const ASTContext &Ctx = Model.context();
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation Begin = Declaration->getBeginLoc();
  SourceLocation Next = (*Await)->getBeginLoc();
  if (Begin.isMacroID() || Next.isMacroID())
    return std::nullopt;
  StringRef Indent = Lexer::getIndentationForLine(Next, SM);
  std::string NewLine = ("\n" + Indent).str();
  SourceLocation End = between(**(Await - 1), **Await, Ctx);
  auto AtEnd = [&](const std::string &Text) {
    return FixItHint::CreateInsertion(End, End == Next ? Text + NewLine
                                                       : NewLine + Text);
  };
  Fix F;
  F.Title = "unlock it before the await";
  if (ByCall) {
    F.Edits.push_back(AtEnd(Guard.getNameAsString() + ".unlock();"));
  } else {
    std::string Step = indentStep(*Block, Ctx);
    F.Edits.push_back(FixItHint::CreateInsertion(Begin, "{" + NewLine + Step));
    indentLines(F, Begin, End, Step, Ctx);
    F.Edits.push_back(AtEnd("}"));
  }
  return F;
}

} // namespace cotidy
