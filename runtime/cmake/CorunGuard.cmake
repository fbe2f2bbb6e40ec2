# corun_backtrace(TARGET SOURCE): SOURCE names files and lines with libbacktrace,
# which comes with the compiler.
function(corun_backtrace NAME SOURCE)
  foreach(File libbacktrace.a include/backtrace.h)
    execute_process(COMMAND "${CMAKE_CXX_COMPILER}" "-print-file-name=${File}"
      OUTPUT_VARIABLE Found OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT EXISTS "${Found}")
      message(STATUS "${NAME} will name no files and lines: there is no ${File}")
      return()
    endif()
    list(APPEND Files "${Found}")
  endforeach()
  list(GET Files 0 Library)
  list(GET Files 1 Header)
  set_source_files_properties("${SOURCE}" PROPERTIES
    COMPILE_DEFINITIONS "BACKTRACE_HEADER=\"${Header}\"")
  target_link_libraries(${NAME} PRIVATE "${Library}" ${CMAKE_DL_LIBS})
endfunction()

# corun::guard: the shared object, and the command that runs a program with it.
macro(corun_guard)
  add_library(corun_guard SHARED
    src/guard/io_calls.cpp src/guard/loops.cpp src/guard/record.cpp
    src/guard/report.cpp src/guard/wait_calls.cpp)
  add_library(corun::guard ALIAS corun_guard)
  set_target_properties(corun_guard PROPERTIES EXPORT_NAME guard
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON CXX_EXTENSIONS ON)
  # No sanitizer: both would stand in front of the C library.
  target_compile_options(corun_guard PRIVATE -Wall -Wextra -O2 -g1
    -fno-omit-frame-pointer -U_FORTIFY_SOURCE $<$<BOOL:${CORUN_WERROR}>:-Werror>)
  target_link_libraries(corun_guard PRIVATE Threads::Threads ${CMAKE_DL_LIBS})
  corun_backtrace(corun_guard src/guard/report.cpp)
  target_link_options(corun_guard PRIVATE "LINKER:--exclude-libs,ALL")
  list(APPEND CORUN_TARGETS corun_guard)
  list(APPEND CORUN_COMPONENTS guard)

  # Beside the library in the build, in bin/ when installed.
  set(CORUN_GUARD_LIBRARY libcorun_guard.so)
  configure_file(src/guard/corun-guard.in "${CMAKE_CURRENT_BINARY_DIR}/corun-guard" @ONLY
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
      WORLD_READ WORLD_EXECUTE)
  file(RELATIVE_PATH CORUN_GUARD_LIBRARY "/${CMAKE_INSTALL_BINDIR}"
    "/${CMAKE_INSTALL_LIBDIR}/libcorun_guard.so")
  configure_file(src/guard/corun-guard.in
    "${CMAKE_CURRENT_BINARY_DIR}/installed/corun-guard" @ONLY)
  install(PROGRAMS "${CMAKE_CURRENT_BINARY_DIR}/installed/corun-guard"
    DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT corun)
  set_target_properties(corun_guard PROPERTIES
    LIBRARY_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
endmacro()
