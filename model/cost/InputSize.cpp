#include "model/cost/InputSize.h"
#include "model/code/ExprUtils.h"
#include "model/code/StaticValues.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {
namespace {

/// Up to this many elements or bytes an input is small.
constexpr double SmallInput = 256;

/// Up to this many rows and columns a matrix is small.
constexpr int64_t SmallMatrix = 16;

/// Whether \p Category is about work that grows with its input. The cost of a
/// key derivation, for example, is in its parameters.
bool growsWithInput(StringRef Category) {
  return llvm::StringSwitch<bool>(Category)
      .Cases({"hash", "sort", "compression", "regex", "parse", "codec"}, true)
      .Default(false);
}

/// A matrix whose template arguments say that it is small:
/// `Eigen::Matrix<double, 3, 3>`.
bool isSmallMatrix(QualType Type, unsigned Depth = 3) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Type.getNonReferenceType()->getAsCXXRecordDecl());
  if (!Class || Depth == 0)
    return false;
  unsigned Extents = 0;
  for (const TemplateArgument &Argument : Class->getTemplateArgs().asArray()) {
    if (Argument.getKind() == TemplateArgument::Type &&
        isSmallMatrix(Argument.getAsType(), Depth - 1))
      return true;
    if (Argument.getKind() != TemplateArgument::Integral || Extents == 2)
      continue;
    int64_t Value = Argument.getAsIntegral().getExtValue();
    if (Value < 1 || Value > SmallMatrix)
      return false;
    ++Extents;
  }
  return Extents == 2;
}

bool isRange(const CXXRecordDecl &Class) {
  ASTContext &Ctx = Class.getASTContext();
  return Class.hasDefinition() &&
         (Class.hasMemberName(&Ctx.Idents.get("size")) ||
          Class.hasMemberName(&Ctx.Idents.get("begin")));
}

/// The sizes of a call's inputs, as far as they show.
struct Inputs {
  bool Known = false;   ///< the size of one shows, and it is small
  bool Unknown = false; ///< the size of one does not, or it is large

  void add(std::optional<double> Size) {
    (Size && *Size <= SmallInput ? Known : Unknown) = true;
  }
};

/// The elements of what \p Data points into, if it is an array or a literal.
std::optional<double> pointedElements(const Expr *Data, const ASTContext &Ctx) {
  Data = stripTransparent(Data);
  if (const auto *Address = dyn_cast<UnaryOperator>(Data);
      Address && Address->getOpcode() == UO_AddrOf)
    Data = stripTransparent(Address->getSubExpr());
  if (const auto *Literal = dyn_cast<clang::StringLiteral>(Data))
    return Literal->getLength();
  if (const auto *Array = Ctx.getAsConstantArrayType(Data->getType()))
    return Array->getSize().getZExtValue();
  return std::nullopt;
}

} // namespace

bool hasSmallInput(const BodyCall &Call, StringRef Category,
                   const ASTContext &Ctx) {
  const CallSite &Site = Call.Site;
  if (Category == "algebra")
    return (Site.Receiver && isSmallMatrix(Site.Receiver->getType())) ||
           llvm::any_of(Site.Args, [](const Expr *Argument) {
             return isSmallMatrix(Argument->getType());
           });
  if (!growsWithInput(Category) || !Site.E)
    return false;

  VarWrites Writes(*Call.Body->Body);
  StaticValues Values(Ctx, Writes);
  if (Site.Args.size() >= 2 &&
      Ctx.hasSameUnqualifiedType(Site.Args[0]->getType().getNonReferenceType(),
                                 Site.Args[1]->getType().getNonReferenceType()))
    if (std::optional<double> Extent =
            Values.extent(Site.Args[0], Site.Args[1], Site.E))
      return *Extent <= SmallInput;

  Inputs Sizes;
  bool Pointers = false;
  std::optional<double> Length; // what goes with a pointer
  bool LengthUnknown = false;
  auto Add = [&](const Expr *Argument) {
    const Expr *Written = stripTransparent(Argument);
    QualType Type = Written->getType().getNonReferenceType();
    if (Type->isIntegralOrEnumerationType()) {
      if (std::optional<double> Value = Values.constantOf(Written))
        Length = std::max(Length.value_or(0), *Value);
      else
        LengthUnknown = true;
    } else if (isa<clang::StringLiteral>(Written) || Type->isArrayType()) {
      Sizes.add(pointedElements(Written, Ctx));
    } else if (Type->isPointerType()) {
      if (Argument->getType()->getPointeeType().isConstQualified())
        Pointers = true;
    } else if (const CXXRecordDecl *Class = Type->getAsCXXRecordDecl()) {
      if (std::optional<double> Size = Values.elementsOf(Written, Site.E))
        Sizes.add(Size);
      else if (isRange(*Class) && !isa<CXXDefaultArgExpr>(Argument))
        Sizes.add(std::nullopt);
    }
  };
  for (const Expr *Argument : Site.Args)
    Add(Argument);
  if (Site.Receiver && Site.Args.empty())
    Add(Site.Receiver);
  if (Pointers)
    Sizes.add(LengthUnknown ? std::nullopt : Length);
  return Sizes.Known && !Sizes.Unknown;
}

} // namespace cotidy
