#pragma once

namespace calls {

/// The function `block_NAME`; null where there is none.
void (*find(const char *name))();

[[noreturn]] void pause_for_ever();

} // namespace calls
