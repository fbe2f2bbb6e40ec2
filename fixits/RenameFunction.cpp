#include "fixits/RenameFunction.h"
#include "model/code/NamedPlaces.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace cotidy {

static std::optional<std::string> newName(StringRef Name,
                                          const llvm::Regex &Expected) {
  bool Camel = llvm::any_of(Name, llvm::isUpper);
  std::string Candidates[] = {("async_" + Name).str(), ("co_" + Name).str(),
                              (Name + "_async").str(), (Name + "Async").str()};
  if (Camel)
    std::reverse(std::begin(Candidates), std::end(Candidates));
  for (std::string &Candidate : Candidates)
    if (Expected.match(Candidate))
      return std::move(Candidate);
  return std::nullopt;
}

std::optional<Fix> planRename(const FunctionDecl &F,
                              const llvm::Regex &Expected,
                              const AsyncModel &Model) {
  ASTContext &Ctx = Model.context();
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (F.isTemplated() || F.isTemplateInstantiation() ||
      (Method && Method->isVirtual()))
    return std::nullopt;
  std::optional<std::string> New = newName(F.getName(), Expected);
  if (!New)
    return std::nullopt;
  // What it would hide, or be hidden by, is not worth to be found out.
  bool Taken = false;
  forEachIdentifier(
      Ctx, [&](StringRef Text, SourceLocation) { Taken |= Text == *New; });
  if (Taken || !F.getDeclContext()->lookup(&Ctx.Idents.get(*New)).empty())
    return std::nullopt;
  std::optional<llvm::DenseSet<SourceLocation>> Places = placesNaming(F, Ctx);
  if (!Places)
    return std::nullopt;
  std::vector<SourceLocation> Sorted(Places->begin(), Places->end());
  llvm::sort(Sorted);
  Fix Result;
  Result.Title = "rename it to '" + *New + "'";
  for (SourceLocation Place : Sorted)
    Result.Edits.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getTokenRange(Place), *New));
  return Result;
}

} // namespace cotidy
