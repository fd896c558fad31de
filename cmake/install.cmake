# What is installed, and where. A project that includes this one installs it only if it asks to.
option(MUTAUTH_INSTALL "Install mutauth" ${PROJECT_IS_TOP_LEVEL})

# What a program built here needs to run: the library, its module, commands, Python package.
add_custom_target(mutauth_usable DEPENDS mutauth)
foreach(part mutauth_ldap mutauth_command _mutauth)
    if(TARGET ${part})
        add_dependencies(mutauth_usable ${part})
    endif()
endforeach()

file(STRINGS include/mutauth/version.h header_version
    REGEX "^#define MUTAUTH_VERSION_[A-Z]+ [0-9]+")
string(REGEX REPLACE "[^0-9;]" "" header_version "${header_version}")
string(REPLACE ";" "." header_version "${header_version}")
if(NOT header_version VERSION_EQUAL PROJECT_VERSION)
    message(FATAL_ERROR
        "version.h says ${header_version}, CMakeLists.txt says ${PROJECT_VERSION}")
endif()

if(NOT MUTAUTH_INSTALL)
    return()
endif()

if(DEFINED SKBUILD)
    # A wheel: all in the Python package's folder. It cannot hold symbolic links, so the library's
    # file bears the soname.
    set_target_properties(mutauth PROPERTIES VERSION ${PROJECT_VERSION_MAJOR})
    install(TARGETS mutauth LIBRARY DESTINATION mutauth COMPONENT python NAMELINK_SKIP)
    install(TARGETS mutauth_ldap LIBRARY DESTINATION mutauth/mutauth COMPONENT python)
    set_target_properties(_mutauth PROPERTIES INSTALL_RPATH $ORIGIN)
    if(MUTAUTH_TOOLS)
        # pip puts a script of this name on PATH, which starts it (mutauth/__main__.py).
        set_target_properties(mutauth_command PROPERTIES INSTALL_RPATH $ORIGIN/..)
        install(TARGETS mutauth_command RUNTIME DESTINATION mutauth/bin COMPONENT python)
    endif()
    return()
endif()

set(mutauth_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/mutauth)
install(TARGETS mutauth EXPORT mutauthTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS mutauth_ldap LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/mutauth)
install(DIRECTORY include/mutauth DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")

include(CMakePackageConfigHelpers)
configure_package_config_file(cmake/mutauthConfig.cmake.in cmake/mutauthConfig.cmake
    INSTALL_DESTINATION ${mutauth_cmake_dir} PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file(cmake/mutauthConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(EXPORT mutauthTargets NAMESPACE mutauth:: DESTINATION ${mutauth_cmake_dir})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/cmake/mutauthConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/cmake/mutauthConfigVersion.cmake
              cmake/mutauthRealm.cmake
        DESTINATION ${mutauth_cmake_dir})

# Relative to the file itself, so that the installed tree may be moved.
file(RELATIVE_PATH prefix_from_pc
    ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" prefix_from_pc "${prefix_from_pc}")
configure_file(cmake/mutauth.pc.in cmake/mutauth.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/cmake/mutauth.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

if(MUTAUTH_TOOLS)
    file(RELATIVE_PATH libraries_from_commands
        ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
    set_target_properties(mutauth_command PROPERTIES
        INSTALL_RPATH $ORIGIN/${libraries_from_commands})
    install(TARGETS mutauth_command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(PROGRAMS tools/mutauth-realm/mutauth-realm DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(DIRECTORY tools/mutauth-realm/mutauth_realm
        DESTINATION ${CMAKE_INSTALL_DATADIR}/mutauth/realm
        PATTERN __pycache__ EXCLUDE)
    install(FILES docs/man/mutauth.1 docs/man/mutauth-realm.1
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
