// Headers of LLVM, clang and nlohmann/json that most files need and that take
// seconds to parse. Nothing of our own: a change there must not rebuild all.
//
// Not here: ASTMatchers.h costs every file that sees it three seconds (see
// PchClangTidy.h), RecursiveASTVisitor.h costs what it instantiates, ten
// seconds and more; DynamicRecursiveASTVisitor does the same work and is cheap.
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Error.h"
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>
