//===--- KeeperText.h - what messages say of who has a task -----*- C++ -*-===//
#ifndef COTIDY_CHECKS_LIFETIME_KEEPERTEXT_H
#define COTIDY_CHECKS_LIFETIME_KEEPERTEXT_H

#include "checks/Finding.h"
#include "model/tasks/TaskKeeper.h"

namespace cotidy {

/// Says at the place that hands the task over what becomes of it.
FindingNote keeperNote(const KeptTask &Task, const CallSite &Made);

} // namespace cotidy

#endif // COTIDY_CHECKS_LIFETIME_KEEPERTEXT_H
