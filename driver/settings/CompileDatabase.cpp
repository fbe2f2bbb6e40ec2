#include "driver/settings/CompileDatabase.h"
#include "driver/settings/CommandLine.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/YAMLParser.h"

namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;
namespace yaml = llvm::yaml;
namespace tooling = clang::tooling;

namespace cotidy::driver {

static constexpr char DatabaseName[] = "compile_commands.json";
static constexpr char HowToMakeOne[] =
    "make one with 'cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON', 'meson setup', "
    "or 'bear -- make', and name its folder with '-p'; or give the compiler's "
    "arguments after '--'";

std::string absolutePath(llvm::StringRef Path, llvm::StringRef Folder) {
  llvm::SmallString<256> Absolute(Path);
  if (!Folder.empty())
    path::make_absolute(Folder, Absolute);
  // A working directory that is gone leaves the path relative.
  if (fs::make_absolute(Absolute))
    return Path.str();
  path::remove_dots(Absolute, /*remove_dot_dot=*/true);
  return Absolute.str().str();
}

std::string CompileDatabase::realFolder() const {
  llvm::SmallString<256> Real;
  if (File.empty() || fs::real_path(File, Real))
    return "";
  return path::parent_path(Real).str();
}

llvm::Expected<std::string> findDatabase(llvm::StringRef Build) {
  if (!Build.empty()) {
    std::string Given = absolutePath(Build);
    if (!fs::exists(Given))
      return usageError("no such file or folder: '" + Build + "' (from '-p')");
    if (!fs::is_directory(Given))
      return Given;
    llvm::SmallString<256> InFolder(Given);
    path::append(InFolder, DatabaseName);
    if (fs::exists(InFolder))
      return InFolder.str().str();
    return usageError("no " + llvm::Twine(DatabaseName) + " in '" + Build +
                      "'; " + HowToMakeOne);
  }
  std::string Start = absolutePath(".");
  for (llvm::StringRef Folder = Start; !Folder.empty();
       Folder = path::parent_path(Folder))
    for (llvm::StringRef Sub : {"", "build"}) {
      llvm::SmallString<256> Candidate(Folder);
      path::append(Candidate, Sub, DatabaseName);
      if (fs::exists(Candidate))
        return Candidate.str().str();
    }
  return usageError("no " + llvm::Twine(DatabaseName) + " in '" + Start +
                    "', its 'build' folder or a parent; " + HowToMakeOne);
}

/// The first thing in the database that is not as it must be, with its line:
/// clang's own reader says what is missing, not where.
static std::string firstDefect(llvm::StringRef Text) {
  llvm::SourceMgr SM;
  yaml::Stream Stream(Text, SM);
  auto Line = [&](const yaml::Node &N) {
    return "line " +
           std::to_string(SM.getLineAndColumn(N.getSourceRange().Start).first);
  };
  yaml::Node *Root = Stream.begin()->getRoot();
  auto *Entries = llvm::dyn_cast_or_null<yaml::SequenceNode>(Root);
  if (!Entries)
    return "line 1: expected an array of compile commands";
  for (yaml::Node &N : *Entries) {
    std::string Where = Line(N);
    auto *Entry = llvm::dyn_cast<yaml::MappingNode>(&N);
    if (!Entry)
      return Where + ": expected an object with the keys 'directory', 'file' "
                     "and 'command' or 'arguments'";
    llvm::SmallVector<std::string, 4> Keys;
    for (yaml::KeyValueNode &KV : *Entry) {
      auto *Key = llvm::dyn_cast_or_null<yaml::ScalarNode>(KV.getKey());
      yaml::Node *Value = KV.getValue();
      if (!Key || !Value)
        return Where + ": a key or value is missing";
      llvm::SmallString<16> Storage;
      std::string Name = Key->getValue(Storage).str();
      if (Name == "arguments"
              ? !llvm::isa<yaml::SequenceNode>(Value)
              : (Name == "directory" || Name == "file" || Name == "command") &&
                    !llvm::isa<yaml::ScalarNode>(Value))
        return Line(*Key) + ": '" + Name + "' must be " +
               (Name == "arguments" ? "an array of strings" : "a string");
      Keys.push_back(std::move(Name));
      Value->skip();
    }
    for (llvm::StringRef Required : {"directory", "file"})
      if (!llvm::is_contained(Keys, Required))
        return Where + ": the entry lacks the key '" + Required.str() + "'";
    if (!llvm::is_contained(Keys, "command") &&
        !llvm::is_contained(Keys, "arguments"))
      return Where + ": the entry lacks the key 'command' (or 'arguments')";
  }
  return "";
}

llvm::Expected<CompileDatabase> readDatabase(llvm::StringRef File) {
  auto Broken = [&](const llvm::Twine &Reason) {
    return usageError("'" + File + "' is broken: " + Reason +
                      "; configure the build again to write it anew");
  };
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Buffer)
    return usageError("cannot read '" + File +
                      "': " + Buffer.getError().message());
  llvm::StringRef Text = (*Buffer)->getBuffer();
  if (auto Json = llvm::json::parse(Text); !Json) {
    // "[line:column, byte=N]: what is wrong"
    std::string Message = llvm::toString(Json.takeError());
    auto [Line, Rest] = llvm::StringRef(Message).drop_front().split(':');
    return Broken("line " + Line + ": " + Rest.split(": ").second);
  }
  if (std::string Defect = firstDefect(Text); !Defect.empty())
    return Broken(Defect);
  std::string Message;
  std::unique_ptr<tooling::CompilationDatabase> Commands =
      tooling::JSONCompilationDatabase::loadFromBuffer(
          Text, Message, tooling::JSONCommandLineSyntax::AutoDetect);
  if (!Commands)
    return Broken(Message);
  Commands = tooling::inferTargetAndDriverMode(tooling::expandResponseFiles(
      std::move(Commands), llvm::vfs::createPhysicalFileSystem()));

  CompileDatabase Result;
  Result.File = File.str();
  for (tooling::CompileCommand &C : Commands->getAllCompileCommands()) {
    std::string Source = absolutePath(C.Filename, C.Directory);
    Result.Entries.push_back({std::move(Source), std::move(C)});
  }
  return Result;
}

CompileDatabase fixedDatabase(llvm::ArrayRef<std::string> Files,
                              llvm::ArrayRef<std::string> Arguments) {
  CompileDatabase Result;
  tooling::FixedCompilationDatabase Commands(absolutePath("."), Arguments);
  for (const std::string &File : Files)
    for (tooling::CompileCommand &C : Commands.getCompileCommands(File))
      Result.Entries.push_back({absolutePath(File), std::move(C)});
  return Result;
}

} // namespace cotidy::driver
