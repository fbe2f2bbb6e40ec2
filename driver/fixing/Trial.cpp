#include "driver/fixing/Trial.h"
#include "driver/settings/CommandLine.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {

std::optional<Candidate> makeCandidate(const Result &R, size_t Fix,
                                       llvm::StringRef Root) {
  Candidate C{R, Fix, {}};
  for (const Edit &E : R.Fixes[Fix].Edits) {
    llvm::SmallString<256> Real;
    if (llvm::sys::fs::real_path(absolutePath(E.File, Root), Real))
      return std::nullopt;
    C.Edits.push_back({Real.str().str(), E.Offset, E.Length, E.Text});
  }
  // Insertions at one place keep the order in which the fix names them.
  llvm::stable_sort(C.Edits, [](const FileEdit &A, const FileEdit &B) {
    return std::tie(A.File, A.Offset) < std::tie(B.File, B.Offset);
  });
  return C;
}

void sortByPlace(std::vector<Candidate> &All) {
  llvm::stable_sort(All, [](const Candidate &A, const Candidate &B) {
    return std::tie(A.Edits, A.Of.Where, A.Of.Check, A.Of.Message, A.Fix) <
           std::tie(B.Edits, B.Of.Where, B.Of.Check, B.Of.Message, B.Fix);
  });
}

llvm::Expected<Overlay> withFixes(const Overlay &Base,
                                  llvm::ArrayRef<const Candidate *> Fixes) {
  std::map<std::string, std::vector<FileEdit>> ByFile;
  std::set<std::vector<FileEdit>> Seen; // two findings with one way out
  for (const Candidate *C : Fixes)
    if (Seen.insert(C->Edits).second)
      for (const FileEdit &E : C->Edits)
        ByFile[E.File].push_back(E);
  Overlay Result = Base;
  for (auto &[File, Edits] : ByFile) {
    std::optional<std::string> Content = Base.read(File);
    if (!Content)
      return usageError("'" + File + "' cannot be read");
    auto Edited = applied(*Content, std::move(Edits));
    if (!Edited)
      return Edited.takeError();
    if (llvm::Error E = Result.set(File, std::move(*Edited)))
      return E;
  }
  return Result;
}

FixNote noteOf(const Candidate &C) {
  const Place &P = C.Of.Where;
  return {P.File, P.Point.Line, P.Point.Column, C.Of.Check, C.fix().Title};
}

} // namespace cotidy::driver
