#include "driver/fixing/FixChooser.h"
#include "driver/fixing/Trial.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace cotidy::driver {
namespace {

std::string refusalKey(const Candidate &C) {
  std::string Key;
  for (llvm::StringRef Part :
       {llvm::StringRef(C.Of.Check), llvm::StringRef(C.Of.Where.File),
        llvm::StringRef(C.Of.Function), llvm::StringRef(C.Of.Message),
        llvm::StringRef(C.Of.Where.SourceLine), llvm::StringRef(C.fix().Title)})
    (Key += Part) += '\0';
  return Key;
}

/// Whether \p File says, where such files do, that a program wrote it.
bool isGenerated(llvm::StringRef File) {
  constexpr size_t Head = 2048;
  auto Buffer = llvm::MemoryBuffer::getFileSlice(File, Head, 0);
  if (!Buffer)
    return false;
  llvm::StringRef Text = (*Buffer)->getBuffer();
  return Text.contains("@generated") || Text.contains("DO NOT EDIT");
}

} // namespace

std::optional<DropReason>
FixChooser::reasonNotToEdit(const Candidate &C) const {
  for (const FileEdit &E : C.Edits) {
    if (!P.contains(E.File) || isGenerated(E.File))
      return DropReason::NotOurs;
    if (Asked.Only && !Asked.Only->contains(E.File))
      return DropReason::NotAllUsers;
  }
  return std::nullopt;
}

std::optional<Candidate> FixChooser::firstFor(const Result &R) {
  std::vector<size_t> Order;
  for (Applicability Level : {Applicability::Safe, Applicability::Unsafe})
    for (size_t I = 0; I < R.Fixes.size(); ++I)
      if (R.Fixes[I].Level == Level &&
          (Asked.Unsafe || Level == Applicability::Safe))
        Order.push_back(I);
  for (size_t I : Order) {
    auto C = makeCandidate(R, I, P.root());
    if (!C || Refused.contains(refusalKey(*C)))
      continue;
    auto Why = reasonNotToEdit(*C);
    if (!Why)
      return C;
    refuse(*C, *Why, "");
  }
  return std::nullopt;
}

std::vector<Candidate> FixChooser::choose(const Report &Rep) {
  std::vector<Candidate> All, Chosen;
  for (const Result &R : Rep.Results)
    if (R.isOpen())
      if (auto C = firstFor(R))
        All.push_back(std::move(*C));
  sortByPlace(All);
  Conflicting.clear();
  for (Candidate &C : All) {
    auto First = llvm::find_if(
        Chosen, [&](const Candidate &Other) { return conflict(C, Other); });
    if (First == Chosen.end())
      Chosen.push_back(std::move(C));
    else
      Conflicting.push_back({noteOf(C), DropReason::Conflict,
                             "first came '" + First->fix().Title + "'"});
  }
  return Chosen;
}

void FixChooser::refuse(const Candidate &C, DropReason Why,
                        std::string Detail) {
  if (Refused.insert(refusalKey(C)).second)
    RefusedOnes.push_back({noteOf(C), Why, std::move(Detail)});
}

std::vector<DroppedFix> FixChooser::dropped() const {
  std::vector<DroppedFix> All = RefusedOnes;
  llvm::append_range(All, Conflicting);
  return All;
}

} // namespace cotidy::driver
