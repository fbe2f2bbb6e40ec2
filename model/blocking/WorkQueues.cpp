#include "model/blocking/WorkQueues.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
namespace {

const FieldDecl *memberNamed(const Expr *E) {
  return dyn_cast_or_null<FieldDecl>(E ? namedObject(E) : nullptr);
}

/// The class whose code \p Body is, a lambda's being that of who writes it.
const CXXRecordDecl *classOf(const CodeBody &Body) {
  const CodeBody *Outer = &Body;
  while (Outer->Parent)
    Outer = Outer->Parent;
  const auto *Method = dyn_cast<CXXMethodDecl>(Outer->Function);
  return Method ? Method->getParent()->getCanonicalDecl() : nullptr;
}

using Mentions = llvm::SmallPtrSet<const MemberExpr *, 8>;

void addMentions(const Stmt *S, const FieldDecl &Member, Mentions &Found) {
  if (!S)
    return;
  if (const auto *Named = dyn_cast<MemberExpr>(S);
      Named && Named->getMemberDecl() == &Member)
    Found.insert(Named);
  for (const Stmt *Child : S->children())
    addMentions(Child, Member, Found);
}

/// Every place that names \p Member in \p Class, as far as it is written here.
void addMentions(const CXXRecordDecl &Class, const FieldDecl &Member,
                 llvm::ArrayRef<CodeBody *> Bodies, Mentions &Found) {
  for (const FieldDecl *Field : Class.fields())
    if (Field->hasInClassInitializer())
      addMentions(Field->getInClassInitializer(), Member, Found);
  for (const CodeBody *Body : Bodies) {
    addMentions(Body->Body, Member, Found);
    if (const auto *Made = dyn_cast<CXXConstructorDecl>(Body->Function))
      for (const CXXCtorInitializer *Init : Made->inits())
        addMentions(Init->getInit(), Member, Found);
  }
}

} // namespace

bool WorkQueues::takes(const CallSite &Posting) {
  const Expr *To = Posting.Receiver          ? Posting.Receiver
                   : Posting.Args.size() > 1 ? stripTransparent(Posting.Args[0])
                                             : nullptr;
  const FieldDecl *Loop = memberNamed(To);
  if (!Loop || !Loop->getType()->isRecordType() ||
      Loop->getAccess() == AS_public)
    return false;
  auto [It, New] = Answers.try_emplace(Loop);
  if (New) {
    bool Answer = isQueue(*Loop);
    Answers[Loop] = Answer;
    return Answer;
  }
  return It->second;
}

bool WorkQueues::isQueue(const FieldDecl &Loop) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Loop.getParent());
  if (!Class)
    return false;
  llvm::SmallVector<CodeBody *, 8> Bodies;
  llvm::copy_if(Active, std::back_inserter(Bodies), [&](const CodeBody *Body) {
    return classOf(*Body) == Class->getCanonicalDecl();
  });
  Mentions Unexplained;
  addMentions(*Class, Loop, Bodies, Unexplained);
  auto Explain = [&](const Expr *E) {
    if (memberNamed(E) == &Loop)
      if (const auto *Named = dyn_cast<MemberExpr>(stripTransparent(E)))
        Unexplained.erase(Named);
  };
  bool HasThread = false;
  for (const CodeBody *Body : Bodies)
    for (const BodyCall &Call : Body->Calls) {
      const CallSite &Site = Call.Site;
      if (memberNamed(Site.Receiver) == &Loop) {
        // It is run, stopped, asked. Its executor may go anywhere.
        bool Runs = Known.function(Site, RuntimeRole::Bridge, Ctx);
        HasThread |= Runs && Body->Use == LambdaUse::Offloaded;
        if (Runs || Site.Callee->getReturnType()->isVoidType() ||
            Site.Callee->getReturnType()->isArithmeticType())
          Explain(Site.Receiver);
      }
      bool Posts = Known.function(Site, RuntimeRole::LoopCallback, Ctx) &&
                   !Known.function(Site, RuntimeRole::Sink, Ctx);
      bool Guards = Site.Callee->getIdentifier() &&
                    Site.Callee->getName() == "make_work_guard";
      if ((Posts || Guards) && !Site.Args.empty())
        Explain(Site.Args[0]);
    }
  return HasThread && Unexplained.empty();
}

} // namespace cotidy
