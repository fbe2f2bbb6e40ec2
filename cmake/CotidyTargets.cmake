# cotidy_library(NAME SOURCES...)
#
# An object library: both front ends link the objects themselves, so that the
# linker cannot drop a check's registration.
function(cotidy_library NAME)
  add_library(${NAME} OBJECT ${ARGN})
  cotidy_target(${NAME})
endfunction()

# cotidy_target(NAME): include paths, warnings and the shared precompiled
# header of a target that uses LLVM.
function(cotidy_target NAME)
  target_link_libraries(${NAME} PRIVATE cotidy_llvm nlohmann_json::nlohmann_json)
  target_include_directories(${NAME} PRIVATE
    "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
  target_compile_definitions(${NAME} PRIVATE COTIDY_VERSION="${PROJECT_VERSION}")
  target_compile_options(${NAME} PRIVATE -Wall -Wextra -Wno-unused-parameter)
  target_precompile_headers(${NAME} REUSE_FROM cotidy_pch)
endfunction()

add_library(cotidy_pch OBJECT "${CMAKE_CURRENT_LIST_DIR}/Pch.cpp")
target_link_libraries(cotidy_pch PRIVATE cotidy_llvm nlohmann_json::nlohmann_json)
target_include_directories(cotidy_pch PRIVATE
  "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
target_compile_definitions(cotidy_pch PRIVATE COTIDY_VERSION="${PROJECT_VERSION}")
target_compile_options(cotidy_pch PRIVATE -Wall -Wextra -Wno-unused-parameter)
target_precompile_headers(cotidy_pch PRIVATE "${CMAKE_CURRENT_LIST_DIR}/Pch.h")
