//===--- Program.h - the call graph of many files ---------------*- C++ -*-===//
//
// Joins the facts of files by function. A function that several files hold
// alike (inline, instantiated) is kept once; one that is compiled in several
// ways keeps all its definitions, and each counts. Definitions in different
// source files are different functions of one name: several programs are in one
// database, and a call leads to the one of its own program.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LINK_PROGRAM_H
#define COTIDY_MODEL_LINK_PROGRAM_H

#include "model/facts/Facts.h"
#include "model/link/Chain.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <memory>
#include <vector>

namespace cotidy {

/// An index into Program's functions.
using NodeId = uint32_t;

struct Definition {
  FunctionFacts Facts;
  uint32_t File = 0;        ///< index of the file whose strings it uses
  uint64_t Fingerprint = 0; ///< of everything but the strings' numbers
  llvm::SmallVector<uint32_t, 1> Units; ///< all files that hold it, \c File too
};

class Program {
public:
  /// Joins \p Facts. The result does not depend on the order of the calls.
  void add(FileFacts Facts);

  /// Joins an index: what it says of a function counts only where no file that
  /// was added defines it in the same place. To be called behind all calls of
  /// add().
  void addIndex(FileFacts Facts);

  /// Functions with different definitions in different files (a violation of
  /// the one-definition rule, or programs in one database), sorted by name,
  /// with two of the places.
  struct Conflict {
    std::string Name;
    LinkedPlace First, Second;
    auto operator<=>(const Conflict &) const = default;
  };
  std::vector<Conflict> conflicts() const;

  // The graph, for the linker.
  size_t size() const { return Nodes.size(); }
  llvm::ArrayRef<std::unique_ptr<Definition>> definitions(NodeId N) const {
    return Nodes[N].Definitions;
  }
  /// The function that \p Caller means by \p Id, ~0u where none is known. Of
  /// several in different source files: the one that a file which holds the
  /// caller holds as well, else the one nearest to it in the tree.
  NodeId node(const Definition &Caller, FunctionId Id) const;
  /// All functions called \p Id.
  llvm::SmallVector<NodeId, 1> nodes(FunctionId Id) const;
  llvm::ArrayRef<StoredFunction> stored() const { return Stored; }
  const FileFacts &file(uint32_t Index) const { return *Files[Index]; }
  llvm::StringRef text(const Definition &D, StringId Id) const {
    return Files[D.File]->Strings[Id];
  }
  LinkedPlace place(const Definition &D, const FactPlace &P) const;

private:
  /// A function of one source file.
  struct Node {
    FunctionId Id = 0;
    NodeId Namesake = ~NodeId(0); ///< another one called \c Id
    std::vector<std::unique_ptr<Definition>> Definitions;
  };

  void join(FileFacts Facts, bool IsIndex);
  Node &nodeFor(FunctionId Id, llvm::StringRef SourceFile);
  llvm::StringRef sourceFile(const Definition &D) const {
    return text(D, D.Facts.Where.File);
  }
  bool shareUnit(const Definition &A, const Definition &B) const;
  uint64_t fingerprint(const FunctionFacts &F,
                       llvm::ArrayRef<uint64_t> Strings) const;

  std::vector<Node> Nodes;
  llvm::DenseMap<FunctionId, NodeId> ById; ///< the first of its namesakes
  std::vector<StoredFunction> Stored;
  /// Their functions and stores are moved out of them.
  std::vector<std::unique_ptr<FileFacts>> Files;
};

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_PROGRAM_H
