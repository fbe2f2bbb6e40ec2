//===--- FactsTables.h - texts and places of one file's facts ---*- C++ -*-===//
#ifndef COTIDY_MODEL_FACTS_FACTSTABLES_H
#define COTIDY_MODEL_FACTS_FACTSTABLES_H

#include "model/facts/Facts.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include <functional>

namespace cotidy {

/// Numbers texts, and says places as facts have them.
class FactsTables {
public:
  /// Adds to \p Strings. \p FileName says how reports call a file.
  FactsTables(const clang::ASTContext &Ctx, std::vector<std::string> &Strings,
              const std::function<std::string(clang::FileID)> &FileName)
      : Ctx(Ctx), Strings(Strings), FileName(FileName) {}

  StringId text(llvm::StringRef Text);
  FactPlace place(clang::SourceRange Range);

private:
  const clang::ASTContext &Ctx;
  std::vector<std::string> &Strings;
  const std::function<std::string(clang::FileID)> &FileName;
  llvm::StringMap<StringId> Texts;
  llvm::DenseMap<clang::FileID, StringId> FileNames;
};

} // namespace cotidy

#endif // COTIDY_MODEL_FACTS_FACTSTABLES_H
