//===--- ParameterFacts.h - what parameters decide --------------*- C++ -*-===//
//
// A function that waits for as long as its caller says, or only if it says so,
// blocks in some calls and not in others. Said here of one body: what it hands
// on of its parameters, which calls they decide, and which constants it passes.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_FACTS_PARAMETERFACTS_H
#define COTIDY_MODEL_FACTS_PARAMETERFACTS_H

#include "model/AsyncModel.h"
#include "model/code/VarWrites.h"
#include "model/facts/Facts.h"

namespace cotidy {

class ParameterFacts {
public:
  ParameterFacts(const CodeBody &Body, const AsyncModel &Model)
      : Body(Body), Known(Model.catalogue()), Ctx(Model.context()) {}

  /// What \p Call passes to \p Callee (null: arguments are not its), and on
  /// what it depends whether the call is made.
  CallDetail detailOf(const BodyCall &Call, const clang::FunctionDecl *Callee);

  /// The tests of a call that blocks, or does if they let it.
  std::vector<ParameterTest> testsOf(const BodyCall &Leaf);

  /// The entry that says \p Call blocks for certain values of parameters that
  /// it is given; null where it blocks always or never.
  const BlockingEntry *conditional(const CallSite &Call);

private:
  /// A parameter of the body that nothing changes.
  struct Forward {
    uint8_t Index;
    bool Scaled;
  };
  std::optional<Forward> forwarded(const clang::Expr *E);
  std::optional<Forward> unchanged(const clang::ParmVarDecl &P, bool Scaled);
  std::optional<ParameterTest> testFor(const ArgumentCondition &C,
                                       const clang::Expr &Arg);
  void addTests(const ArgumentCondition &C, const CallSite &Call, bool Needed,
                std::vector<ParameterTest> &Into);
  void addGuards(const Guard *G, std::vector<ParameterTest> &Into);
  void addGuard(const clang::Expr &Condition, bool Holds,
                std::vector<ParameterTest> &Into);

  const CodeBody &Body;
  const Catalogue &Known;
  const clang::ASTContext &Ctx;
  std::optional<VarWrites> Writes;
};

} // namespace cotidy

#endif // COTIDY_MODEL_FACTS_PARAMETERFACTS_H
