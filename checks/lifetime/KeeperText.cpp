#include "checks/lifetime/KeeperText.h"

using namespace clang;

namespace cotidy {

static std::string keeperText(const KeptTask &Task) {
  switch (Task.Who) {
  case Keeper::Runtime:
    return "the task runs on its own from here on";
  case Keeper::Scope:
    return "the scope keeps the task until it is joined";
  case Keeper::Variable:
    if (Task.Variable->isCXXForRangeDecl() || Task.Variable->isImplicit())
      return "the loop keeps the task";
    return "'" + Task.Variable->getNameAsString() + "' keeps the task";
  case Keeper::Member:
    return "the task is kept when the function has returned";
  case Keeper::Caller:
    return "the task is returned";
  case Keeper::Dropped:
    return "the task is under way, and nobody waits for it";
  case Keeper::Nobody:
  case Keeper::Unknown:
    break;
  }
  return "the task is made here";
}

FindingNote keeperNote(const KeptTask &Task, const CallSite &Made) {
  return {Task.At ? Task.At->getBeginLoc() : Made.Loc, keeperText(Task)};
}

} // namespace cotidy
