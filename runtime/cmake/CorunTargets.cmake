# Boost.URL is for corun::http alone.
find_package(Boost 1.81 REQUIRED OPTIONAL_COMPONENTS url)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# What links to corun in this build: the exported targets, in the order made.
set(CORUN_TARGETS "")
set(CORUN_COMPONENTS "")
set(CORUN_PKG_CONFIG "")

# Finds MODULE for us now and for the users of the installed package later.
macro(corun_pkg_config MODULE)
  pkg_check_modules(CORUN_${MODULE} QUIET IMPORTED_TARGET GLOBAL ${MODULE})
  if(CORUN_${MODULE}_FOUND)
    list(APPEND CORUN_PKG_CONFIG ${MODULE})
    list(REMOVE_DUPLICATES CORUN_PKG_CONFIG)
  endif()
endmacro()

macro(corun_core)
  add_library(corun INTERFACE)
  add_library(corun::corun ALIAS corun)
  target_compile_features(corun INTERFACE cxx_std_20)
  target_include_directories(corun INTERFACE
    "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>"
    "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  target_link_libraries(corun INTERFACE Boost::headers Threads::Threads)
  corun_pkg_config(liburing)
  if(CORUN_liburing_FOUND)
    # Adds Asio's file objects; sockets and timers stay on epoll. Whether the
    # kernel has io_uring is asked at run time: detail/io_uring.hpp.
    target_compile_definitions(corun INTERFACE BOOST_ASIO_HAS_IO_URING=1)
    target_link_libraries(corun INTERFACE PkgConfig::CORUN_liburing)
  endif()
  list(APPEND CORUN_TARGETS corun)
endmacro()

# corun_adapter(NAME [SHARED] [PKG_CONFIG MODULE] [LINK TARGET...] [SOURCES FILE...])
#
# The target corun::NAME, a component of the CMake package. Without SOURCES it
# is header-only. It is left out, with a message, where MODULE is not installed.
macro(corun_adapter NAME)
  cmake_parse_arguments(ADAPTER "SHARED" "PKG_CONFIG" "LINK;SOURCES" ${ARGN})
  set(ADAPTER_FOUND TRUE)
  if(ADAPTER_PKG_CONFIG)
    corun_pkg_config(${ADAPTER_PKG_CONFIG})
    set(ADAPTER_FOUND ${CORUN_${ADAPTER_PKG_CONFIG}_FOUND})
    list(APPEND ADAPTER_LINK PkgConfig::CORUN_${ADAPTER_PKG_CONFIG})
  endif()
  if(ADAPTER_FOUND)
    set(ADAPTER_SCOPE PUBLIC)
    if(NOT ADAPTER_SOURCES)
      set(ADAPTER_SCOPE INTERFACE)
      add_library(corun_${NAME} INTERFACE)
    elseif(ADAPTER_SHARED)
      add_library(corun_${NAME} SHARED ${ADAPTER_SOURCES})
    else()
      add_library(corun_${NAME} STATIC ${ADAPTER_SOURCES})
    endif()
    add_library(corun::${NAME} ALIAS corun_${NAME})
    set_target_properties(corun_${NAME} PROPERTIES EXPORT_NAME ${NAME})
    target_link_libraries(corun_${NAME} ${ADAPTER_SCOPE} corun ${ADAPTER_LINK})
    if(ADAPTER_SOURCES)
      corun_warnings(corun_${NAME})
    endif()
    list(APPEND CORUN_TARGETS corun_${NAME})
    list(APPEND CORUN_COMPONENTS ${NAME})
  else()
    message(STATUS "corun::${NAME} is left out: pkg-config finds no ${ADAPTER_PKG_CONFIG}")
  endif()
endmacro()

function(corun_warnings NAME)
  target_compile_options(${NAME} PRIVATE -Wall -Wextra -Wpedantic)
  if(CORUN_WERROR)
    target_compile_options(${NAME} PRIVATE -Werror)
  endif()
  if(CORUN_SANITIZE)
    target_compile_options(${NAME} PRIVATE
      -fsanitize=${CORUN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
    target_link_options(${NAME} PRIVATE -fsanitize=${CORUN_SANITIZE})
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # A time stamp in the precompiled header would defeat ccache.
    target_compile_options(${NAME} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()
