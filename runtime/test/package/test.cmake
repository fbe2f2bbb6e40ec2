# cmake -DBUILD=DIR -DSOURCE=DIR -DCOMPONENTS=LIST -DCOMPILER=PATH -DWORK=DIR -P test.cmake
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE "${WORK}")
run("${CMAKE_COMMAND}" --install "${BUILD}" --component corun --prefix "${WORK}/prefix")
run("${CMAKE_COMMAND}" -S "${SOURCE}" -B "${WORK}/build" -G Ninja
  "-DCMAKE_PREFIX_PATH=${WORK}/prefix" "-DCOMPONENTS=${COMPONENTS}"
  "-DCMAKE_CXX_COMPILER=${COMPILER}")
run("${CMAKE_COMMAND}" --build "${WORK}/build")
run("${WORK}/build/consumer")
if(EXISTS "${WORK}/prefix/bin/corun-guard")
  run("${WORK}/prefix/bin/corun-guard" "${WORK}/build/consumer")
endif()
