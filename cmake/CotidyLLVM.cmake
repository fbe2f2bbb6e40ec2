# Finds the LLVM that all is built against, one version in one build: a plugin
# runs in the clang-tidy that it was built against (checks/PluginLoader.cpp).
# What differs between versions stands in model/llvm/.
set(COTIDY_LLVM 22 CACHE STRING "Major version of LLVM to build against: 22, or 19 for the plugin only")
set_property(CACHE COTIDY_LLVM PROPERTY STRINGS 22 19)
if(NOT COTIDY_LLVM MATCHES "^(22|19)$")
  message(FATAL_ERROR "COTIDY_LLVM is '${COTIDY_LLVM}': cotidy builds against LLVM 22, and its "
                      "plugin also against LLVM 19 (-DCOTIDY_LLVM=19). No other version is supported.")
endif()

# Debian keeps each version in its own prefix. LLVM's version file accepts exact
# minor versions only, so the prefix says which one is meant.
set(COTIDY_LLVM_PREFIX "/usr/lib/llvm-${COTIDY_LLVM}" CACHE PATH
    "Where LLVM and clang are installed")
set(packages "llvm-${COTIDY_LLVM}-dev libclang-${COTIDY_LLVM}-dev libclang-cpp${COTIDY_LLVM}-dev \
clang-tools-${COTIDY_LLVM}")
foreach(package IN ITEMS LLVM Clang)
  find_package(${package} CONFIG QUIET PATHS "${COTIDY_LLVM_PREFIX}" NO_DEFAULT_PATH)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "${package} ${COTIDY_LLVM} is not in '${COTIDY_LLVM_PREFIX}'. Debian has it in "
                        "${packages}; elsewhere set COTIDY_LLVM_PREFIX.")
  endif()
endforeach()
if(NOT LLVM_VERSION_MAJOR EQUAL COTIDY_LLVM)
  message(FATAL_ERROR "COTIDY_LLVM_PREFIX '${COTIDY_LLVM_PREFIX}' holds LLVM ${LLVM_VERSION}, and "
                      "COTIDY_LLVM is ${COTIDY_LLVM}: set both to the same version.")
endif()
# The command and the language server link libraries of LLVM 22 only.
set(COTIDY_PLUGIN_ONLY OFF)
if(NOT COTIDY_LLVM EQUAL 22)
  set(COTIDY_PLUGIN_ONLY ON)
  message(STATUS "LLVM ${LLVM_VERSION}: building the plugin for clang-tidy ${COTIDY_LLVM} and its tests. Left "
                 "out: the command cotidy, cotidy-clangd, the runtime corun, install and package "
                 "(they need -DCOTIDY_LLVM=22)")
endif()
find_package(nlohmann_json 3.11 REQUIRED)

# clang-tidy's static library is not exported by ClangTargets in Debian's
# package; its own dependencies are in clang-cpp and LLVM.
find_library(COTIDY_CLANG_TIDY_LIB clangTidy REQUIRED
             PATHS "${LLVM_LIBRARY_DIR}" NO_DEFAULT_PATH)
find_library(COTIDY_CLANG_TIDY_UTILS_LIB clangTidyUtils REQUIRED
             PATHS "${LLVM_LIBRARY_DIR}" NO_DEFAULT_PATH)

add_library(cotidy_llvm INTERFACE)
target_include_directories(cotidy_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
if(NOT COTIDY_LLVM EQUAL 22)
  # Before LLVM's own: headers that this version lacks (model/llvm/Compat.h).
  target_include_directories(cotidy_llvm INTERFACE "${PROJECT_SOURCE_DIR}/model/llvm/${COTIDY_LLVM}")
endif()
target_compile_definitions(cotidy_llvm INTERFACE
  ${LLVM_DEFINITIONS_LIST} COTIDY_LLVM_VERSION_MAJOR=${LLVM_VERSION_MAJOR})
target_compile_options(cotidy_llvm INTERFACE -fvisibility=default)
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(cotidy_llvm INTERFACE -fno-rtti)
endif()
