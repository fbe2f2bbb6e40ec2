//===--- IncludeOrder.h - whether the order of includes matters -*- C++ -*-===//
//
// A precompiled header for one file alone holds headers that the file reads
// after code of the project, which then sees them too early. That matters where
// such code names what, by the file's own includes, it would not know yet:
//
// - a macro, expanded or asked for in a condition: a name would be none;
// - a function: another overload would be chosen.
//
// Everything else that comes too early is either not noticed or an error, after
// which the file is parsed from its first line. Calls that depend on template
// parameters see what there is where the template is used, at the end of the
// unit at the latest ([temp.point]/7, [temp.dep.candidate]); a specialization
// or a conformance to a concept that comes after its first use makes a program
// ill-formed in either order ([temp.expl.spec]/7, [temp.constr.atomic]/3).
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_PRECOMPILED_INCLUDEORDER_H
#define COTIDY_DRIVER_PRECOMPILED_INCLUDEORDER_H

#include "driver/analysis/ProjectScope.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/StringMap.h"
#include <memory>

namespace cotidy::driver {

/// Which file includes which.
using IncludeGraph = llvm::StringMap<std::vector<std::string>>;

/// Notes in \p Into what is included from now on.
void recordIncludes(clang::Preprocessor &PP, IncludeGraph &Into);

/// Follows the parse of one unit.
class IncludeOrder {
public:
  /// For a unit that \p PP reads after a precompiled header which holds what
  /// \p Precompiled lists. Both must outlive the parse.
  IncludeOrder(const Project &P, clang::Preprocessor &PP,
               const IncludeGraph &Precompiled);
  ~IncludeOrder();

  /// Whether the unit has named something too early. To be called when all of
  /// it was parsed.
  bool matters(clang::ASTContext &Context);

private:
  class Seen;
  class MacroUses;
  class FunctionUses;

  ProjectDecls Ours;
  std::unique_ptr<Seen> Files;
  bool Matters = false;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_PRECOMPILED_INCLUDEORDER_H
