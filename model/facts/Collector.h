//===--- Collector.h - the walk that makes facts ----------------*- C++ -*-===//
//
// Internal to FactsCollector.cpp, LeafFacts.cpp and LendingFacts.cpp.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_FACTS_COLLECTOR_H
#define COTIDY_MODEL_FACTS_COLLECTOR_H

#include "model/facts/FactsCollector.h"
#include "model/facts/FactsTables.h"
#include "model/facts/ParameterFacts.h"
#include "model/lifetime/LateUse.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"

namespace cotidy {

/// Collects the facts of one translation unit.
class Collector {
public:
  Collector(const AsyncModel &Model, const FactsSettings &Settings)
      : Model(Model), Settings(Settings), Ctx(Model.context()),
        SM(Ctx.getSourceManager()), Loops(Model, Settings.Loops), Uses(Model),
        Tables(Ctx, Facts.Strings, Settings.FileName) {}
  FileFacts run();

private:
  StringId text(llvm::StringRef Text) { return Tables.text(Text); }
  FactPlace place(clang::SourceRange Range) { return Tables.place(Range); }
  uint32_t silencedAt(clang::SourceLocation Loc) const;
  /// The index of \p Check; empty for a check that reports no chains.
  std::optional<uint8_t> checkIndex(llvm::StringRef Check) const;
  FunctionFacts *newFunction(const clang::FunctionDecl &F,
                             llvm::StringRef Name);
  void addBody(const CodeBody &Body);
  /// What the body does itself, how often it makes which call, and loops that
  /// others make heavy.
  void addCosts(const CodeBody &Body, FunctionFacts &F);

  static uint64_t wholeNumber(double Steps) {
    return static_cast<uint64_t>(std::clamp(Steps, 1.0, 1e15));
  }
  static CostFact costFact(const Cost &C) {
    return {wholeNumber(C.Steps), isAssumed(C), C.Blocks};
  }
  /// The calls that block, which are not followed further.
  llvm::DenseSet<const BodyCall *>
  addLeaves(const CodeBody &Body, ParameterFacts &Parameters, FunctionFacts &F);
  /// Calls that block if the caller passes the right thing.
  void addConditionalLeaves(const CodeBody &Body, ParameterFacts &Parameters,
                            llvm::DenseSet<const BodyCall *> &Calls,
                            FunctionFacts &F);
  std::string calleeName(const CallSite &Site) const;
  CallFact callAt(clang::SourceRange Where, const CodeBody &Body,
                  llvm::StringRef Name, bool Destroys = false);
  void addCall(const BodyCall &Call, const CodeBody &Body,
               ParameterFacts &Parameters, FunctionFacts &F);
  static void addDetail(CallFact &C, CallDetail Detail, FunctionFacts &F);
  /// Parameters that the body's caller must keep alive, and how the body calls
  /// others that have such.
  void addLending(const CodeBody &Body, FunctionFacts &F);
  void addLentParameters(const CodeBody &Body, uint8_t Check, FunctionFacts &F);
  /// A call that the source does not spell.
  void addImplicitCall(const ImplicitCall &Call, const CodeBody &Body,
                       FunctionFacts &F);
  /// Whether the call of a virtual method is decided at run time: it is not
  /// where the method is named with its class.
  static bool dispatches(const CallSite &Site);
  /// The variable or member of a wrapper of functions (`std::function`) whose
  /// call operator \p Site runs.
  static const clang::ValueDecl *functionHolder(const CallSite &Site);
  void addHeld(const clang::ValueDecl &Holder, clang::SourceRange Where,
               const CodeBody &Body, FunctionFacts &F);
  void addIndirect(const clang::CallExpr &Call, const CodeBody &Body,
                   FunctionFacts &F);
  void addPassed(const BodyCall &Call, const CodeBody &Body,
                 llvm::StringRef Name, FunctionFacts &F);
  /// What the end of a local runs that the source does not say.
  void addDestruction(const clang::VarDecl &Local, const CodeBody &Body,
                      FunctionFacts &F);
  void addDestructors(clang::QualType T, clang::SourceLocation Where,
                      const CodeBody &Body, FunctionFacts &F);
  void addImplicitCall(const clang::FunctionDecl &Callee,
                       clang::SourceRange Where, const CodeBody &Body,
                       FunctionFacts &F, CallKind Kind = CallKind::Direct);
  void noteImplicit(const clang::FunctionDecl &F);
  void addImplicit(const clang::FunctionDecl &Decl);
  /// What a constructor or destructor runs beside its body: bases and members.
  void addImplicitParts(const clang::FunctionDecl &Decl, FunctionFacts &F);

  const AsyncModel &Model;
  const FactsSettings &Settings;
  const clang::ASTContext &Ctx;
  const clang::SourceManager &SM;
  HeavyLoops Loops;
  LateUses Uses;
  FileFacts Facts;
  FactsTables Tables;
  llvm::DenseSet<FunctionId> Known;
  /// Of the body that is looked at.
  llvm::DenseMap<const clang::Expr *, CostCall> CallTimes;
  std::vector<const clang::FunctionDecl *> Implicit;
};

} // namespace cotidy

#endif // COTIDY_MODEL_FACTS_COLLECTOR_H
