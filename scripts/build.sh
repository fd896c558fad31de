# shellcheck shell=bash
# The builds: release, for use, tests and benchmarks, and those of the other checks.

# With ccache the install checks need not compile again what the release build has; no requirement.
# Only after the packages are installed: a launcher that appears between two builds changes every
# compile command, and everything is compiled again.
use_ccache() {
    command -v ccache >/dev/null || return 0
    export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
    export CCACHE_NOHASHDIR=1
    # For what is compiled with precompiled headers.
    export CCACHE_SLOPPINESS=pch_defines,time_macros
}

declare -A built=()

# build FOLDER TEXT PRESET OPTIONS -- TARGETS: configures, and builds the targets, once a run.
build() {
    local folder=$1 text=$2 preset=$3 options=()
    [ -z "${built[$text]-}" ] || return 0
    shift 3
    while [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    shift
    step "build-$folder" "$text" build_now "$folder" "$preset" "${options[*]}" "$@"
    built[$text]=yes
}

build_now() {
    local folder=$1 preset=$2 options
    read -ra options <<<"$3"
    shift 3
    cmake --preset "$preset" -B "build/$folder" -DPython_EXECUTABLE="$python" \
        ${options[@]+"${options[@]}"}
    cmake --build "build/$folder" ${1+--target "$@"}
}

# Only what is used, so that it needs no test framework. A build that has the tests keeps them.
build_for_use() {
    local options=(-DMUTAUTH_PYTHON=ON)
    [ -e build/release/build.ninja ] || options+=(-DMUTAUTH_TESTS=OFF)
    build release "Building mutauth (release)" release "${options[@]}" -- mutauth_usable
}

build_bench() {
    local options=(-DMUTAUTH_PYTHON=ON -DMUTAUTH_BENCH=ON)
    [ -e build/release/build.ninja ] || options+=(-DMUTAUTH_TESTS=OFF)
    build release "Building the benchmarks (release)" release "${options[@]}" -- \
        mutauth_usable mutauth_benchmarks
}

build_release() {
    build release "Building everything (release)" release -DMUTAUTH_PYTHON=ON -DMUTAUTH_TESTS=ON \
        -DMUTAUTH_BENCH=ON --
}

build_asan() {
    build asan "Building by clang with AddressSanitizer and UBSan" asan -DMUTAUTH_TESTS=ON --
}

build_tsan() {
    build tsan "Building with ThreadSanitizer" tsan -DMUTAUTH_TESTS=ON -DMUTAUTH_TOOLS=OFF -- \
        mutauth_shareable_tests
}

build_fuzzers() {
    local targets
    mapfile -t targets < <(basename -a -s .cpp tests/fuzz/*_fuzz.cpp)
    build asan "Building the fuzzers" asan -DMUTAUTH_TESTS=ON -- "${targets[@]}"
}

# in_build FOLDER COMMAND...: runs it with that build's commands and Python package found first.
in_build() {
    local folder=$root/build/$1
    shift
    PATH=$folder/bin:$PATH PYTHONPATH=$folder/python "$@"
}
