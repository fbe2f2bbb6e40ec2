# Tools that make the build quicker, each used where it is found.
option(COTIDY_SANITIZE "Build with the address and undefined behaviour sanitizers" OFF)

find_program(COTIDY_CCACHE ccache)
if(COTIDY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Without these settings ccache refuses every file that uses the precompiled
  # header. The base directory lets two checkouts share results.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    "${COTIDY_CCACHE}")
endif()

find_program(COTIDY_MOLD mold)
find_program(COTIDY_LLD ld.lld-22 ld.lld)
if(COTIDY_MOLD)
  add_link_options(-fuse-ld=mold)
elseif(COTIDY_LLD)
  add_link_options(-fuse-ld=lld)
endif()

if(COTIDY_SANITIZE)
  # vptr needs RTTI, which LLVM is built without.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr)
  add_link_options(-fsanitize=address,undefined)
endif()
