# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` and packages (`make package`) hold: the program, what shells and man know of
# it, the library (cmake/library.cmake), pages, schemas and configurations.
foreach(shell bash zsh)
  add_custom_command(TARGET mxgen POST_BUILD VERBATIM
    COMMAND mxgen completion ${shell} > ${CMAKE_BINARY_DIR}/completion.${shell})
endforeach()
install(TARGETS mxgen)
install(FILES ${CMAKE_BINARY_DIR}/completion.bash RENAME mxgen
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${CMAKE_BINARY_DIR}/completion.zsh RENAME _mxgen
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)

# A page for the program and one for each file that registers a command.
set(man ${CMAKE_BINARY_DIR}/man)
file(MAKE_DIRECTORY ${man})
add_custom_command(TARGET mxgen POST_BUILD VERBATIM COMMAND mxgen man > ${man}/mxgen.1)
install(FILES ${man}/mxgen.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sw/cli/*.cpp)
foreach(source IN LISTS sources)
  file(STRINGS ${source} registered REGEX "^const Registration ")
  if(registered)
    get_filename_component(command ${source} NAME_WE)
    add_custom_command(TARGET mxgen POST_BUILD VERBATIM
      COMMAND mxgen man ${command} > ${man}/mxgen-${command}.1)
    install(FILES ${man}/mxgen-${command}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  endif()
endforeach()

install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY sw/fusesoc DESTINATION ${CMAKE_INSTALL_DATADIR}/mxgen)
install(DIRECTORY hw/configs hw/networks hw/spaces hw/workloads DESTINATION ${CMAKE_INSTALL_DATADIR}/mxgen)
install(DIRECTORY docs/schema DESTINATION ${CMAKE_INSTALL_DATADIR}/mxgen)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_CONTACT "the developers of mxgen")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "generator of low-precision arithmetic in SystemVerilog")
set(CPACK_PACKAGE_DESCRIPTION "mxgen emits MX, NVFP4 and integer dot products, arrays and converters,
compares them with a bit-exact golden model and reports area, time and energy.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION electronics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
# `gen` needs none of them; `mxgen doctor` says what each is for.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "verilator, g++, make, yosys, opensta, qflow-tech-osu018")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "iverilog, python3-numpy")
# Not the tests.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
include(CPack)
