# cmake -DBUILD=DIR -DSOURCE=DIR -DCOMPONENTS=LIST -DCOMPILER=PATH -DSANITIZE=NAMES
# -DWORK=DIR -P test.cmake
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# A program must link the sanitizers that its libraries were compiled for.
set(Flags "")
if(SANITIZE)
  set(Flags "-DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE}")
endif()

file(REMOVE_RECURSE "${WORK}")
run("${CMAKE_COMMAND}" --install "${BUILD}" --component corun --prefix "${WORK}/prefix")
run("${CMAKE_COMMAND}" -S "${SOURCE}" -B "${WORK}/build" -G Ninja
  "-DCMAKE_PREFIX_PATH=${WORK}/prefix" "-DCOMPONENTS=${COMPONENTS}"
  "-DCMAKE_CXX_COMPILER=${COMPILER}" ${Flags})
run("${CMAKE_COMMAND}" --build "${WORK}/build")
run("${WORK}/build/consumer")
# A sanitizer wants to be the first library, and so does the guard.
if(EXISTS "${WORK}/prefix/bin/corun-guard" AND NOT SANITIZE)
  run("${WORK}/prefix/bin/corun-guard" "${WORK}/build/consumer")
endif()
