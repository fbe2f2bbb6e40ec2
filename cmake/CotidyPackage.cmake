# `ninja package`, or `cpack` in the build folder: a .deb and a .tar.gz of the
# component `cotidy`, for the LLVM it was built with.
set(CPACK_PACKAGE_NAME cotidy)
set(CPACK_PACKAGE_VENDOR "The cotidy developers")
set(CPACK_PACKAGE_CONTACT "The cotidy developers <cotidy@cotidy.dev>")
set(CPACK_PACKAGE_HOMEPAGE_URL "https://cotidy.dev")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "finds asynchronous mistakes in C++20 coroutine code")
set(CPACK_PACKAGE_DESCRIPTION
"cotidy finds blocking calls on an event loop, tasks that nobody awaits, loops
that keep the loop busy, and locks and references that are held while a
coroutine is suspended. This package holds the command, for whole projects and
CI, and the same checks as a plugin of clang-tidy ${LLVM_VERSION_MAJOR} and in
cotidy-clangd, a language server for editors.")
set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};cotidy;cotidy;/")
set(CPACK_COMPONENTS_ALL cotidy)

# An archive cannot say what it needs: its name does.
set(CPACK_PACKAGE_FILE_NAME
  "cotidy-${PROJECT_VERSION}-llvm${LLVM_VERSION_MAJOR}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# libclang-cpp and libllvm of this version, and the libraries of clangd's remote
# index (libgrpc++, libprotobuf), follow from what is linked. The
# headers that clang brings with it are read at run time, which nothing linked
# tells.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libclang-common-${LLVM_VERSION_MAJOR}-dev")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "clang-tidy-${LLVM_VERSION_MAJOR}")
include(CPack)
