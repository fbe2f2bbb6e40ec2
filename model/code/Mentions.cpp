#include "model/code/Mentions.h"

using namespace clang;

namespace cotidy {

static void visitMentions(const Stmt &S, const LambdaExpr *Inside,
                          llvm::function_ref<void(const Mention &)> Visit) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
    Visit({Ref, Ref->getDecl(), Inside});
  else if (const auto *Member = dyn_cast<MemberExpr>(&S))
    Visit({Member, Member->getMemberDecl(), Inside});
  else if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&S))
    return visitMentions(*Await->getOperand(), Inside, Visit);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(&S); Lambda && !Inside)
    Inside = Lambda;
  for (const Stmt *Child : S.children())
    if (Child)
      visitMentions(*Child, Inside, Visit);
}

void forEachMention(const Stmt &S,
                    llvm::function_ref<void(const Mention &)> Visit) {
  visitMentions(S, nullptr, Visit);
}

} // namespace cotidy
