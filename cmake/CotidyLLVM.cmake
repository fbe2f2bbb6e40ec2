# Finds the LLVM the module is built against. One version is built at a time;
# the module refuses to load into a clang-tidy of another (checks/Module.cpp).
set(COTIDY_LLVM_VERSION 22 CACHE STRING "Major version of LLVM to build against")
# Debian keeps each version in its own prefix. LLVM's version file accepts exact
# minor versions only, so the prefix says which one is meant.
set(COTIDY_LLVM_PREFIX "/usr/lib/llvm-${COTIDY_LLVM_VERSION}" CACHE PATH
    "Where LLVM and clang are installed")
find_package(LLVM REQUIRED CONFIG PATHS "${COTIDY_LLVM_PREFIX}" NO_DEFAULT_PATH)
find_package(Clang REQUIRED CONFIG PATHS "${COTIDY_LLVM_PREFIX}" NO_DEFAULT_PATH)
find_package(nlohmann_json 3.11 REQUIRED)

# clang-tidy's static library is not exported by ClangTargets in Debian's
# package; its own dependencies are in clang-cpp and LLVM.
find_library(COTIDY_CLANG_TIDY_LIB clangTidy REQUIRED
             PATHS "${LLVM_LIBRARY_DIR}" NO_DEFAULT_PATH)
find_library(COTIDY_CLANG_TIDY_UTILS_LIB clangTidyUtils REQUIRED
             PATHS "${LLVM_LIBRARY_DIR}" NO_DEFAULT_PATH)

add_library(cotidy_llvm INTERFACE)
target_include_directories(cotidy_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_compile_definitions(cotidy_llvm INTERFACE
  ${LLVM_DEFINITIONS_LIST} COTIDY_LLVM_VERSION_MAJOR=${LLVM_VERSION_MAJOR})
target_compile_options(cotidy_llvm INTERFACE -fvisibility=default)
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(cotidy_llvm INTERFACE -fno-rtti)
endif()
