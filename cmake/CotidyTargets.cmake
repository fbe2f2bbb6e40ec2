# cotidy_library(NAME [CLANG_TIDY] SOURCES...)
#
# An object library: both front ends link the objects themselves, so that the
# linker cannot drop a check's registration.
function(cotidy_library NAME)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "CLANG_TIDY" "" "")
  add_library(${NAME} OBJECT ${ARG_UNPARSED_ARGUMENTS})
  if(ARG_CLANG_TIDY)
    cotidy_target(${NAME} CLANG_TIDY)
  else()
    cotidy_target(${NAME})
  endif()
endfunction()

# cotidy_target(NAME [CLANG_TIDY]): include paths, warnings and the shared
# precompiled header of a target that uses LLVM. CLANG_TIDY is for targets most
# of whose files include ClangTidyCheck.h: its header is bigger, and costs each
# file seconds.
function(cotidy_target NAME)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "CLANG_TIDY" "" "")
  cotidy_settings(${NAME})
  if(ARG_CLANG_TIDY)
    target_precompile_headers(${NAME} REUSE_FROM cotidy_pch_clang_tidy)
  else()
    target_precompile_headers(${NAME} REUSE_FROM cotidy_pch)
  endif()
endfunction()

function(cotidy_settings NAME)
  target_link_libraries(${NAME} PRIVATE cotidy_llvm nlohmann_json::nlohmann_json)
  target_include_directories(${NAME} PRIVATE
    "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
  target_compile_definitions(${NAME} PRIVATE COTIDY_VERSION="${PROJECT_VERSION}")
  target_compile_options(${NAME} PRIVATE -Wall -Wextra -Wno-unused-parameter)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # A time stamp in the precompiled header would defeat ccache.
    target_compile_options(${NAME} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()

function(cotidy_pch NAME HEADER)
  add_library(${NAME} OBJECT "${PROJECT_SOURCE_DIR}/cmake/Pch.cpp")
  cotidy_settings(${NAME})
  target_precompile_headers(${NAME} PRIVATE "${PROJECT_SOURCE_DIR}/cmake/${HEADER}")
endfunction()
cotidy_pch(cotidy_pch Pch.h)
cotidy_pch(cotidy_pch_clang_tidy PchClangTidy.h)
