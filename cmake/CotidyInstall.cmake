# What `cmake --install` and the packages hold: the command, the language server
# and the plugin, as the component `cotidy`. The runtime is the component `corun` (runtime/cmake/).
include(GNUInstallDirs)

install(TARGETS cotidy_tool cotidy_clangd COMPONENT cotidy
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
# Where the dynamic linker looks, so that `clang-tidy --load=libcotidy.so` is
# enough. The module stands beside the library that loads it.
install(TARGETS cotidy "cotidy-${LLVM_VERSION_MAJOR}" COMPONENT cotidy
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")

# find_package(cotidy), and cotidy_enable(TARGET).
include(CMakePackageConfigHelpers)
set(package "${CMAKE_BINARY_DIR}/cmake-package")
set(destination "${CMAKE_INSTALL_LIBDIR}/cmake/cotidy")
configure_package_config_file(cmake/cotidyConfig.cmake.in "${package}/cotidyConfig.cmake"
  INSTALL_DESTINATION "${destination}"
  PATH_VARS CMAKE_INSTALL_BINDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file("${package}/cotidyConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${package}/cotidyConfig.cmake" "${package}/cotidyConfigVersion.cmake"
  cmake/CotidyEnable.cmake COMPONENT cotidy DESTINATION "${destination}")

install(FILES README.md COMPONENT cotidy DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs COMPONENT cotidy DESTINATION "${CMAKE_INSTALL_DOCDIR}"
  FILES_MATCHING PATTERN "*.md" PATTERN "*.schema.json")
# What docs/own-libraries.md points to.
install(DIRECTORY catalog/schema COMPONENT cotidy
  DESTINATION "${CMAKE_INSTALL_DOCDIR}/catalog")
# The rules for Bazel.
install(DIRECTORY integrations/bazel COMPONENT cotidy
  DESTINATION "${CMAKE_INSTALL_DATADIR}/cotidy" USE_SOURCE_PERMISSIONS)
file(GLOB licences "${PROJECT_SOURCE_DIR}/LICENSE*" "${PROJECT_SOURCE_DIR}/NOTICE*")
install(FILES ${licences} COMPONENT cotidy DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# The manual page and what shells complete, as the program itself tells them.
set(generated "${CMAKE_BINARY_DIR}/share")
function(cotidy_says FILE)
  add_custom_command(OUTPUT "${generated}/${FILE}"
    COMMAND $<TARGET_FILE:cotidy_tool> ${ARGN} > "${generated}/${FILE}"
    DEPENDS cotidy_tool VERBATIM)
endfunction()
file(MAKE_DIRECTORY "${generated}")
cotidy_says(cotidy.1 man)
cotidy_says(cotidy.bash completion bash)
cotidy_says(_cotidy completion zsh)
cotidy_says(cotidy.fish completion fish)
add_custom_target(cotidy_share ALL DEPENDS "${generated}/cotidy.1"
  "${generated}/cotidy.bash" "${generated}/_cotidy" "${generated}/cotidy.fish")
install(FILES "${generated}/cotidy.1" COMPONENT cotidy
  DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${generated}/cotidy.bash" COMPONENT cotidy RENAME cotidy
  DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
# Debian's zsh looks here below /usr; others look into site-functions.
find_program(COTIDY_DPKG dpkg)
if(COTIDY_DPKG)
  set(zsh_folder vendor-completions)
else()
  set(zsh_folder site-functions)
endif()
install(FILES "${generated}/_cotidy" COMPONENT cotidy
  DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/${zsh_folder}")
install(FILES "${generated}/cotidy.fish" COMPONENT cotidy
  DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
