# How every target of the project is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 99)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Kept apart from the directory's options, so that a project that includes this one is left alone.
add_library(mutauth_options INTERFACE)
target_compile_definitions(mutauth_options INTERFACE _GNU_SOURCE)
target_compile_options(mutauth_options INTERFACE
    # clang counts sign conversions in -Wconversion, gcc does not for C++: the same for both.
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wformat=2
    $<$<BOOL:${MUTAUTH_WARNINGS_AS_ERRORS}>:-Werror>
    -fstack-protector-strong)
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT MUTAUTH_SANITIZE)
    target_compile_options(mutauth_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()
if(MUTAUTH_SANITIZE)
    add_compile_options(-fsanitize=${MUTAUTH_SANITIZE} -fno-omit-frame-pointer
                        -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${MUTAUTH_SANITIZE})
    if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
        # It reads memory through a pipe, and takes a process without free descriptors for a fault.
        add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize=vptr>)
    endif()
endif()
if(MUTAUTH_FUZZERS)
    # So that a fuzzer sees every branch of what it feeds.
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
