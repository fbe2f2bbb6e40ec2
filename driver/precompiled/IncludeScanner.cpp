#include "driver/precompiled/IncludeScanner.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace path = llvm::sys::path;

namespace cotidy::driver {
namespace {

/// The directives of a file, one after the other.
class DirectiveReader {
public:
  explicit DirectiveReader(llvm::StringRef Content)
      : Content(Content),
        Lexer(clang::SourceLocation(), languages(), Content.begin(),
              Content.begin(), Content.end()) {
    next();
  }

  struct Directive {
    llvm::StringRef Name, Rest; ///< `define` and `X 1`
  };

  /// Goes past what is no directive; false if there is nothing.
  bool skipCode() {
    bool Any = false;
    for (; !atEnd() && !atDirective(); next()) {
      Any = true;
      Last = Ahead.getKind();
      if (Ahead.isOneOf(clang::tok::l_brace, clang::tok::l_paren,
                        clang::tok::l_square))
        ++Open;
      else if (Ahead.isOneOf(clang::tok::r_brace, clang::tok::r_paren,
                             clang::tok::r_square))
        --Open;
    }
    return Any;
  }

  /// How many braces, brackets and parentheses are open.
  int depth() const { return Open; }

  bool betweenDeclarations() const {
    return Open == 0 &&
           (Last == clang::tok::semi || Last == clang::tok::r_brace ||
            Last == clang::tok::unknown);
  }

  /// The next directive; empty if something else stands there.
  std::optional<Directive> take() {
    if (!atDirective())
      return std::nullopt;
    next();
    Directive D;
    if (Ahead.isAtStartOfLine()) // the null directive
      return D;
    D.Name = text();
    next();
    const char *Begin = at(), *End = Begin;
    for (; !Ahead.isAtStartOfLine() && Ahead.isNot(clang::tok::eof); next())
      End = at() + Ahead.getLength();
    D.Rest = llvm::StringRef(Begin, End - Begin);
    return D;
  }

  bool atEnd() const { return Ahead.is(clang::tok::eof); }

private:
  static const clang::LangOptions &languages() {
    static const clang::LangOptions Options = [] {
      clang::LangOptions O;
      O.CPlusPlus = O.CPlusPlus11 = O.CPlusPlus14 = O.CPlusPlus17 = true;
      O.CPlusPlus20 = O.LineComment = O.RawStringLiterals = true;
      return O;
    }();
    return Options;
  }

  bool atDirective() const {
    return Ahead.is(clang::tok::hash) && Ahead.isAtStartOfLine();
  }

  void next() { Lexer.LexFromRawLexer(Ahead); }
  const char *at() const {
    return Content.begin() + Ahead.getLocation().getRawEncoding();
  }
  llvm::StringRef text() const { return {at(), Ahead.getLength()}; }

  llvm::StringRef Content;
  clang::Lexer Lexer;
  clang::Token Ahead;
  clang::tok::TokenKind Last = clang::tok::unknown; ///< of code
  int Open = 0;
};

/// The first identifier in \p Text.
llvm::StringRef firstName(llvm::StringRef Text) {
  return Text.take_while(
      [](char C) { return llvm::isAlnum(C) || C == '_' || C == '$'; });
}

bool isHeaderName(llvm::StringRef Text) {
  return Text.size() > 2 &&
         ((Text.front() == '<' && Text.back() == '>') ||
          (Text.front() == '"' && Text.back() == '"')) &&
         // A comment, or tokens that only begin and end alike.
         Text.drop_front().drop_back().find_first_of("<>\"\n") ==
             llvm::StringRef::npos;
}

llvm::StringRef guardOf(llvm::StringRef Name, llvm::StringRef Rest) {
  if (Name == "ifndef")
    return firstName(Rest);
  if (Name != "if" || !Rest.consume_front("!"))
    return "";
  Rest = Rest.ltrim();
  if (!Rest.consume_front("defined"))
    return "";
  Rest = Rest.ltrim(" (");
  llvm::StringRef Guard = firstName(Rest);
  return Rest.drop_front(Guard.size()).trim(" )").empty() ? Guard : "";
}

/// Pragmas that mean nothing to the headers that follow.
bool isHarmlessPragma(llvm::StringRef Rest) {
  llvm::StringRef Name = firstName(Rest);
  llvm::StringRef Second = firstName(Rest.drop_front(Name.size()).ltrim());
  return Name == "once" || Name == "region" || Name == "endregion" ||
         ((Name == "GCC" || Name == "clang") && Second == "diagnostic");
}

} // namespace

IncludeScanner::IncludeScanner(
    const Project &P, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS,
    const clang::HeaderSearchOptions &Options)
    : P(P), FS(std::move(FS)) {
  for (const clang::HeaderSearchOptions::Entry &E : Options.UserEntries) {
    llvm::SmallString<256> Name(E.Path);
    this->FS->makeAbsolute(Name);
    Folders.push_back({Name.str().str(), E.Group == clang::frontend::Quoted,
                       E.Group != clang::frontend::Quoted &&
                           E.Group != clang::frontend::Angled});
  }
  // In the order in which the compiler looks.
  llvm::stable_sort(Folders, [](const Folder &A, const Folder &B) {
    return std::tuple(!A.ForQuotesOnly, A.OfSystem) <
           std::tuple(!B.ForQuotesOnly, B.OfSystem);
  });
}

IncludeScanner::ScannedFile IncludeScanner::read(llvm::StringRef Content) {
  ScannedFile F;
  DirectiveReader Reader(Content);
  unsigned Number = 0;
  std::string Guard;
  std::vector<int> Conditions; ///< the depth of the code at each
  size_t GuardDepth = 0;
  bool Balanced = true; ///< every branch of a condition closes what it opens
  auto Add = [&](EventKind Kind, llvm::StringRef Text = "") {
    F.Events.push_back({Kind, Text.str(),
                        Balanced && Conditions.size() == GuardDepth &&
                            Reader.betweenDeclarations()});
  };
  for (;; ++Number) {
    bool Code = Reader.skipCode();
    if (Code)
      Add(EventKind::Code);
    auto D = Reader.take();
    if (!D)
      break;
    if (D->Name == "include") {
      Add(isHeaderName(D->Rest) ? EventKind::Include : EventKind::Stop,
          D->Rest);
    } else if (D->Name == "define" || D->Name == "undef") {
      llvm::StringRef Name = firstName(D->Rest);
      if (Number == 1 && !Code && !Guard.empty() && Name == Guard)
        GuardDepth = 1; // `#ifndef G` and `#define G` are no condition
      else
        Add(EventKind::Macro, Name);
    } else if (D->Name.starts_with("if")) {
      if (Number == 0 && !Code)
        Guard = guardOf(D->Name, D->Rest);
      Conditions.push_back(Reader.depth());
    } else if (D->Name.starts_with("el") || D->Name == "endif") {
      Balanced &= !Conditions.empty() && Conditions.back() == Reader.depth();
      if (D->Name != "endif" || Conditions.empty())
        continue;
      Conditions.pop_back();
      if (Conditions.size() < GuardDepth) // what follows the guard's end is odd
        Add(Reader.atEnd() ? EventKind::Macro : EventKind::Stop, Guard);
    } else if (D->Name == "pragma") {
      if (!isHarmlessPragma(D->Rest))
        Add(EventKind::Stop);
    } else if (D->Name != "error" && D->Name != "warning" && !D->Name.empty()) {
      Add(EventKind::Stop);
    }
  }
  if (Reader.depth() != 0) // what includes it goes on inside of something
    Add(EventKind::Stop);
  return F;
}

const IncludeScanner::ScannedFile &
IncludeScanner::scan(const std::string &File) {
  auto [It, New] = Scanned.try_emplace(File);
  if (New) {
    if (auto Buffer = FS->getBufferForFile(File))
      It->second = read((*Buffer)->getBuffer());
    else
      It->second.Events.push_back({EventKind::Stop, "", true});
  }
  return It->second;
}

std::optional<IncludeScanner::Found>
IncludeScanner::find(llvm::StringRef Spelled, llvm::StringRef Includer) {
  bool Quoted = Spelled.front() == '"';
  llvm::StringRef Name = Spelled.drop_front().drop_back();
  auto TryIn = [&](llvm::StringRef Folder) -> std::string {
    llvm::SmallString<256> Candidate(Folder);
    path::append(Candidate, Name);
    auto [It, New] = Exists.try_emplace(Candidate);
    if (New)
      It->second = FS->exists(Candidate);
    return It->second ? Candidate.str().str() : "";
  };
  if (path::is_absolute(Name)) {
    std::string File = TryIn("");
    return File.empty() ? std::nullopt
                        : std::optional(Found{std::move(File), true});
  }
  if (Quoted && !Includer.empty())
    if (std::string File = TryIn(path::parent_path(Includer)); !File.empty())
      return Found{std::move(File), /*BesideIncluder=*/true};
  for (const Folder &F : Folders)
    if (Quoted || !F.ForQuotesOnly)
      if (std::string File = TryIn(F.Name); !File.empty())
        return Found{std::move(File), false, F.OfSystem};
  return std::nullopt;
}

bool IncludeScanner::walk(const std::string &File, bool Certain, bool &Leading,
                          llvm::StringSet<> &Visited, CertainIncludes &Into) {
  if (!Visited.insert(File).second)
    return true;
  for (const Event &E : scan(File).Events) {
    if (E.Kind == EventKind::Stop)
      return false;
    if (E.Kind == EventKind::Code) {
      Leading = false;
      continue;
    }
    if (E.Kind == EventKind::Macro) {
      Into.Macros.push_back(E.Text);
      continue;
    }
    auto Header = find(E.Text, File);
    if (Header && !Header->OfSystem && P.contains(absolutePath(Header->File))) {
      if (!walk(Header->File, Certain && E.Certain, Leading, Visited, Into))
        return false;
    } else if (Certain && E.Certain && (!Header || !Header->BesideIncluder) &&
               llvm::none_of(Into.Headers, [&](const auto &H) {
                 return H.Spelled == E.Text;
               })) {
      Into.Headers.push_back({E.Text, Into.Macros.size(), Leading});
    }
  }
  return true;
}

CertainIncludes IncludeScanner::certainIncludes(llvm::StringRef File) {
  CertainIncludes All;
  llvm::StringSet<> Visited;
  bool Leading = true;
  walk(File.str(), /*Certain=*/true, Leading, Visited, All);
  return All;
}

const IncludeScanner::WeighedFile &
IncludeScanner::look(const std::string &File) {
  auto [It, New] = Weighed.try_emplace(File);
  auto Buffer = New ? FS->getBufferForFile(File) : std::error_code();
  if (!Buffer)
    return It->second;
  llvm::StringRef Rest = (*Buffer)->getBuffer();
  It->second.Size = Rest.size();
  for (size_t Hash = Rest.find('#'); Hash != llvm::StringRef::npos;
       Hash = Rest.find('#')) {
    Rest = Rest.drop_front(Hash + 1).ltrim(" \t");
    if (!Rest.consume_front("include"))
      continue;
    llvm::StringRef Header =
        Rest.take_until([](char C) { return C == '\n'; }).trim();
    if (isHeaderName(Header))
      It->second.Includes.push_back(Header.str());
  }
  return It->second;
}

void IncludeScanner::weighFile(const std::string &File, llvm::StringSet<> &Seen,
                               uint64_t &Sum) {
  if (!Seen.insert(File).second)
    return;
  const WeighedFile &F = look(File);
  Sum += F.Size;
  for (const std::string &Spelled : F.Includes)
    if (auto Header = find(Spelled, File))
      weighFile(Header->File, Seen, Sum);
}

uint64_t IncludeScanner::weigh(llvm::StringRef Spelled,
                               llvm::StringSet<> &Seen) {
  uint64_t Sum = 0;
  if (auto Header = find(Spelled, ""))
    weighFile(Header->File, Seen, Sum);
  return Sum;
}

} // namespace cotidy::driver
