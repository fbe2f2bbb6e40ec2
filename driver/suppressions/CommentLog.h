//===--- CommentLog.h - NOLINT comments of a translation unit ---*- C++ -*-===//
#ifndef COTIDY_DRIVER_SUPPRESSIONS_COMMENTLOG_H
#define COTIDY_DRIVER_SUPPRESSIONS_COMMENTLOG_H

#include "driver/settings/Project.h"
#include "driver/suppressions/Directives.h"
#include "driver/suppressions/Suppression.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"
#include <map>

namespace clang::tidy {
class ClangTidyContext;
} // namespace clang::tidy

namespace cotidy::driver {

/// Listens to the preprocessor: comments in code that is not compiled say
/// nothing of this run.
class CommentLog final : public clang::CommentHandler {
public:
  bool HandleComment(clang::Preprocessor &PP,
                     clang::SourceRange Comment) override;

  /// The NOLINT comments in files of \p P, sorted by place. \p Context says
  /// which checks run.
  std::vector<Suppression> suppressions(const clang::SourceManager &SM,
                                        const Project &P,
                                        clang::tidy::ClangTidyContext &Context);

private:
  std::map<clang::FileID, std::vector<CommentRange>> Comments;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SUPPRESSIONS_COMMENTLOG_H
