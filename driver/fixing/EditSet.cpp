#include "driver/fixing/EditSet.h"
#include "driver/settings/CommandLine.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {
namespace {

bool insertsInclude(const FileEdit &E) {
  llvm::StringRef Text = llvm::StringRef(E.Text).trim();
  return E.Length == 0 && Text.starts_with("#include") && !Text.contains('\n');
}

/// Whether an edit ends where the other begins, too: which of two texts comes
/// first at one place, nobody can say.
bool touch(const FileEdit &A, const FileEdit &B) {
  return A.File == B.File && A.Offset <= B.Offset + B.Length &&
         B.Offset <= A.Offset + A.Length;
}

bool conflict(const FileEdit &A, const FileEdit &B) {
  return touch(A, B) && !(insertsInclude(A) && insertsInclude(B));
}

} // namespace

bool conflict(const Candidate &A, const Candidate &B) {
  return A.Edits != B.Edits && llvm::any_of(A.Edits, [&](const FileEdit &E) {
           return llvm::any_of(B.Edits, [&](const FileEdit &Other) {
             return conflict(E, Other);
           });
         });
}

llvm::Expected<std::string> applied(llvm::StringRef Content,
                                    std::vector<FileEdit> Edits) {
  // Insertions at one place keep the order in which their fix names them.
  llvm::stable_sort(Edits, [](const FileEdit &A, const FileEdit &B) {
    if (A.Offset == B.Offset && insertsInclude(A) && insertsInclude(B))
      return A.Text < B.Text;
    return A.Offset < B.Offset;
  });
  Edits.erase(llvm::unique(Edits), Edits.end());
  std::string Out;
  size_t Done = 0;
  for (const FileEdit &E : Edits) {
    if (E.Offset < Done)
      return usageError("two edits lie over each other at byte " +
                        llvm::Twine(E.Offset));
    if (size_t(E.Offset) + E.Length > Content.size())
      return usageError("an edit lies outside of the file, at byte " +
                        llvm::Twine(E.Offset));
    Out += Content.slice(Done, E.Offset);
    Out += E.Text;
    Done = E.Offset + E.Length;
  }
  Out += Content.drop_front(Done);
  return Out;
}

} // namespace cotidy::driver
