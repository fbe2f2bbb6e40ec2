# The CMake package: find_package(corun COMPONENTS pq) and link corun::pq.
include(CMakePackageConfigHelpers)

set(CORUN_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/corun")
install(TARGETS ${CORUN_TARGETS} EXPORT corunTargets COMPONENT corun
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY include/corun DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT corun)
install(EXPORT corunTargets NAMESPACE corun:: DESTINATION "${CORUN_CMAKE_DIR}" COMPONENT corun)
configure_package_config_file(cmake/corunConfig.cmake.in
  "${CMAKE_CURRENT_BINARY_DIR}/corunConfig.cmake" INSTALL_DESTINATION "${CORUN_CMAKE_DIR}")
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/corunConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/corunConfig.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/corunConfigVersion.cmake"
  DESTINATION "${CORUN_CMAKE_DIR}" COMPONENT corun)
