#include "model/link/ChainText.h"

namespace cotidy {

std::string inQuotes(llvm::StringRef Name) {
  // "lambda in 'f'" has quotes of its own.
  return Name.contains('\'') ? Name.str() : ("'" + Name + "'").str();
}

/// The name of a function that facts exist for.
static llvm::StringRef nameOf(const Program &P, NodeId N) {
  const Definition &D = *P.definitions(N).front();
  return P.text(D, D.Facts.Name);
}

ChainNote describeStep(const Program &P, const Definition &Caller,
                       const CallFact &Call, NodeId Target) {
  std::string Text = inQuotes(P.text(Caller, Caller.Facts.Name)) + " calls " +
                     inQuotes(P.text(Caller, Call.Name));
  std::string Runs = inQuotes(nameOf(P, Target));
  switch (Call.Kind) {
  case CallKind::Direct:
    break;
  case CallKind::Virtual:
    if (Target != P.node(Caller, Call.Callee))
      Text += ", which " + Runs + " overrides";
    break;
  case CallKind::Stored:
    Text += ", which can hold " + Runs;
    break;
  case CallKind::Passed:
    Text = inQuotes(P.text(Caller, Caller.Facts.Name)) + " hands " + Runs +
           " to a function that runs it";
    break;
  }
  return {P.place(Caller, Call.Where), std::move(Text)};
}

ChainNote describeLeaf(const Program &P, const Definition &Around,
                       const LeafFact &Leaf) {
  return {P.place(Around, Leaf.Where), inQuotes(P.text(Around, Leaf.Name)) +
                                           " " +
                                           P.text(Around, Leaf.Reason).str()};
}

std::string chainAdvice(llvm::StringRef Callee, llvm::StringRef Category) {
  if (Category == "bridge")
    return "make " + inQuotes(Callee) +
           " a coroutine, so that it can await the work instead of waiting "
           "for it";
  return "run " + inQuotes(Callee) +
         " on a thread pool and await the result, or make it a coroutine";
}

} // namespace cotidy
