#include "model/code/TypeArguments.h"

using namespace clang;

namespace cotidy {

llvm::SmallVector<QualType, 4>
typeArguments(const ClassTemplateSpecializationDecl &Class) {
  llvm::SmallVector<QualType, 4> Result;
  for (const TemplateArgument &Argument : Class.getTemplateArgs().asArray()) {
    if (Argument.getKind() == TemplateArgument::Type)
      Result.push_back(Argument.getAsType());
    else if (Argument.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &Packed : Argument.pack_elements())
        if (Packed.getKind() == TemplateArgument::Type)
          Result.push_back(Packed.getAsType());
  }
  return Result;
}

} // namespace cotidy
