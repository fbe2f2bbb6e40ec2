cmake_policy(VERSION 3.25)

# cotidy_enable(TARGET... [ERRORS] [OPTIONS OPTION...])
#
# Each C++ source of the targets is checked when it is compiled; findings appear
# in the build's output. ERRORS: a finding is a compile error. OPTIONS are those
# of `cotidy check`, such as --profile strict.
#
# It is the property CXX_CLANG_TIDY, and not a command for each source: CMake
# then runs the check with the compilation itself, so that a source is checked
# when it or a header changed and at no other time, with Makefiles too, and a
# check that fails compiles again. The program in it is cotidy, which takes the
# command line that clang-tidy takes: it skips the bodies of others' functions,
# reads cotidy.json, and needs no clang-tidy. Calls are followed within one
# file; `cotidy` in the build folder follows them through all.
#
# A target that has clang-tidy already gets the checks as a plugin of that one:
# one more parse would bring nothing.
function(cotidy_enable)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "ERRORS" "" "OPTIONS")
  if(NOT CMAKE_GENERATOR MATCHES "Ninja|Makefiles")
    message(WARNING "cotidy_enable: the generator '${CMAKE_GENERATOR}' runs no "
                    "checks with the compiler; use Ninja or Makefiles")
  endif()
  foreach(target IN LISTS ARG_UNPARSED_ARGUMENTS)
    if(NOT TARGET "${target}")
      message(FATAL_ERROR "cotidy_enable: there is no target '${target}'")
    endif()
    get_target_property(tidy "${target}" CXX_CLANG_TIDY)
    if(tidy)
      _cotidy_extend(tidy "${ARG_ERRORS}")
    else()
      set(tidy "${COTIDY_EXECUTABLE}" -p "${CMAKE_BINARY_DIR}" --quiet)
      # What .clang-tidy makes an error is one in any case.
      if(NOT ARG_ERRORS)
        list(APPEND tidy --fail-level error)
      endif()
      list(APPEND tidy ${ARG_OPTIONS})
      set_property(TARGET "${target}" PROPERTY EXPORT_COMPILE_COMMANDS ON)
    endif()
    set_property(TARGET "${target}" PROPERTY CXX_CLANG_TIDY "${tidy}")
  endforeach()
endfunction()

# cotidy_add_report(NAME TARGETS TARGET... [FACTS_OPTIONS OPTION...] [OPTIONS OPTION...])
#
# A target NAME that reports on all sources of TARGETS, with calls followed
# through all of them. Each source is a step of the build that runs `cotidy
# facts` when it, a header, its flags or the configuration changed; `cotidy link`
# joins what they wrote. FACTS_OPTIONS are those of the former (--profile),
# OPTIONS of the latter (--format, --baseline); NAME fails as `cotidy link` does.
function(cotidy_add_report NAME)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "TARGETS;FACTS_OPTIONS;OPTIONS")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${NAME}.cotidy.dir")
  set(units "")
  foreach(target IN LISTS ARG_TARGETS)
    if(NOT TARGET "${target}")
      message(FATAL_ERROR "cotidy_add_report: there is no target '${target}'")
    endif()
    _cotidy_units(more "${target}" "${folder}/${target}" "${ARG_FACTS_OPTIONS}")
    list(APPEND units ${more})
  endforeach()
  list(REMOVE_DUPLICATES units)
  # A project has more unit files than a command line takes.
  list(JOIN units "\"\n\"" text)
  file(GENERATE OUTPUT "${folder}/units" CONTENT "\"${text}\"\n")
  add_custom_target("${NAME}"
    COMMAND "${COTIDY_EXECUTABLE}" link "@${folder}/units" ${ARG_OPTIONS}
    DEPENDS ${units} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" USES_TERMINAL VERBATIM)
  # Headers that they generate must be there.
  add_dependencies("${NAME}" ${ARG_TARGETS})
endfunction()

# A step for each C++ source of TARGET; RESULT names what they write.
function(_cotidy_units RESULT TARGET FOLDER OPTIONS)
  set_property(TARGET "${TARGET}" PROPERTY EXPORT_COMPILE_COMMANDS ON)
  get_target_property(sources "${TARGET}" SOURCES)
  get_target_property(source_dir "${TARGET}" SOURCE_DIR)
  # compile_commands.json is new after each run of CMake. This file is written
  # when something in it changed.
  set(flags "${FOLDER}/flags")
  set(text "${CMAKE_CXX_COMPILER} ${CMAKE_CXX_FLAGS} ${OPTIONS}")
  foreach(property IN ITEMS COMPILE_DEFINITIONS COMPILE_OPTIONS INCLUDE_DIRECTORIES COMPILE_FEATURES
                            CXX_STANDARD)
    string(APPEND text "\n$<TARGET_PROPERTY:${TARGET},${property}>")
  endforeach()
  file(GENERATE OUTPUT "${flags}" CONTENT "${text}\n" TARGET "${TARGET}")
  set(units "")
  foreach(source IN LISTS sources)
    if(source MATCHES "\\$<" OR NOT source MATCHES "\\.(c\\+\\+|cc|cpp|cppm|cxx|ixx)$")
      continue()
    endif()
    string(MAKE_C_IDENTIFIER "${source}" name)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${source_dir}")
    set(unit "${FOLDER}/${name}.cotidy")
    # 3: the source could not be parsed. The unit says so, and the report will.
    add_custom_command(OUTPUT "${unit}"
      COMMAND sh -c "\"$@\" || [ $? = 3 ]" cotidy
              "${COTIDY_EXECUTABLE}" facts -p "${CMAKE_BINARY_DIR}" "${source}" -o "${unit}"
              --dependency-file "${unit}.d" ${OPTIONS}
      DEPENDS "${source}" "${flags}" "${COTIDY_EXECUTABLE}" DEPFILE "${unit}.d"
      COMMENT "Checking ${source}" VERBATIM)
    list(APPEND units "${unit}")
  endforeach()
  set(${RESULT} ${units} PARENT_SCOPE)
endfunction()

# The checks that `cotidy` runs by default, as a list that clang-tidy takes.
function(_cotidy_default_checks RESULT)
  execute_process(COMMAND "${COTIDY_EXECUTABLE}" list OUTPUT_VARIABLE table
                  COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "async-[a-z-]+ +on " names "${table}")
  string(REGEX REPLACE " +on " "" names "${names}")
  string(REPLACE ";" "," names "${names}")
  set(${RESULT} "${names}" PARENT_SCOPE)
endfunction()

function(_cotidy_extend TIDY ERRORS)
  set(command ${${TIDY}})
  _cotidy_default_checks(ours)
  foreach(option IN ITEMS checks warnings-as-errors)
    if(option STREQUAL warnings-as-errors AND NOT ERRORS)
      continue()
    endif()
    # Of two such options clang-tidy takes the last only.
    if(command MATCHES "(^|;)--?${option}=")
      list(TRANSFORM command REPLACE "^(--?${option}=.*)$" "\\1,${ours}")
    else()
      list(APPEND command "--${option}=${ours}")
    endif()
  endforeach()
  list(APPEND command "--load=${COTIDY_PLUGIN}")
  set(${TIDY} ${command} PARENT_SCOPE)
endfunction()
