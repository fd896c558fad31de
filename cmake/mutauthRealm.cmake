# mutauth_add_realm_test(NAME name [AD] [REALM name] COMMAND command [argument...])
#
# A test of CTest that runs in a private Kerberos realm of its own, which begins and ends with it:
# MIT's KDC on OpenLDAP, or with AD Samba's domain controller. The command finds the realm by its
# environment (mutauth-realm(1)); a target's name stands for its program.
function(mutauth_add_realm_test)
    cmake_parse_arguments(PARSE_ARGV 0 test "AD" "NAME;REALM" "COMMAND")
    if(NOT test_NAME OR NOT test_COMMAND OR test_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "mutauth_add_realm_test: use (NAME name [AD] [REALM name] "
            "COMMAND command [argument...]), not (${ARGV})")
    endif()
    find_program(MUTAUTH_REALM_COMMAND mutauth-realm)
    if(NOT MUTAUTH_REALM_COMMAND)
        message(FATAL_ERROR "mutauth_add_realm_test: the command mutauth-realm is not on PATH; "
            "install mutauth's tools or set MUTAUTH_REALM_COMMAND")
    endif()
    set(options)
    if(test_AD)
        list(APPEND options --ad)
    endif()
    if(test_REALM)
        list(APPEND options --realm ${test_REALM})
    endif()
    list(POP_FRONT test_COMMAND command)
    if(TARGET ${command})
        set(command $<TARGET_FILE:${command}>)
    endif()
    add_test(NAME ${test_NAME}
        COMMAND ${MUTAUTH_REALM_COMMAND} run ${options} -- ${command} ${test_COMMAND})
endfunction()
