# shellcheck shell=bash
# The stages of ./dev test, in the order in which a person wants them to fail.

stages=(format generate tree shell build unit python tools interop demo realm asan fuzz tidy
    tsan install)
declare -A stage_says=(
    [format]="clang-format has nothing to change"
    [generate]="the generated files are those of the headers and status.def"
    [tree]="the rules of the source tree"
    [shell]="shellcheck of the scripts"
    [build]="by gcc, warnings are errors; the library exports what it should"
    [unit]="the C++ tests: units, the C ABI, against a realm"
    [python]="the Python binding"
    [tools]="the commands"
    [interop]="the library against other implementations"
    [demo]="the demonstration"
    [realm]="mutauth-realm"
    [asan]="by clang, warnings are errors; the C++ tests under AddressSanitizer and UBSan"
    [tsan]="the types that threads may share, under ThreadSanitizer"
    [fuzz]="each fuzzer for 10 seconds"
    [tidy]="clang-tidy of src/ and capi/"
    [install]="installed, moved, found by pkg-config, CMake and pip"
)

passed=()
summaries=()

# run_stage STAGE: the stage, its builds included, and a line of the report.
run_stage() {
    local stage=$1 started=$SECONDS summary=
    "stage_$stage"
    passed+=("$(printf '%-10s %4d s  %s' "$stage" $((SECONDS - started)) "$summary")")
    [ -z "$summary" ] || summaries+=("$summary")
}

# check STAGE COMMAND...: one step of a stage, ending in what its runner said of itself.
check() {
    local stage=$1
    shift
    step "$stage" "Checking $stage: ${stage_says[$stage]}" "$@"
    summary=$(runner_summary ".dev/log/$stage.log")
    [ -z "$summary" ] || echo "  $summary"
}

# The last line in which ctest or pytest counts its tests.
runner_summary() {
    sed -n -E 's/^=* ?([0-9]+ (passed|skipped).* in [0-9.]+s( \([0-9:]+\))?)( =+)?$/\1/p
        s/^([0-9]+% tests passed, .*)$/\1/p' "$1" | tail -n 1
}

report() {
    echo
    echo "All passed in $SECONDS s:"
    printf '  %s\n' "${passed[@]}"
    [ ${#summaries[@]} -gt 0 ] || return 0
    echo
    printf '%s\n' "${summaries[@]}"
}

# One more test than there are processors: a third of the time they wait.
run_pytest() { "$python" -m pytest -q -rs -p no:cacheprovider -n "$((jobs + 1))" "$@"; }

run_ctest() {
    local folder=$1
    shift
    ctest --test-dir "build/$folder" --output-on-failure --no-tests=error -j "$((jobs + 1))" "$@"
}

c_sources() {
    find src capi include bindings tools tests bench examples -type f \
        \( -name '*.cpp' -o -name '*.hpp' -o -name '*.c' -o -name '*.h' \) -print0
}

format_sources() { c_sources | xargs -0 clang-format-14 "$@"; }

stage_format() { check format format_sources --dry-run --Werror; }

stage_generate() { check generate "$python" bindings/generate.py --check; }

# What the built library exports is asked of it in the next stage: here it may be an old one.
stage_tree() { check tree run_pytest tests/tree --ignore tests/tree/exports_test.py; }

stage_shell() {
    local scripts
    # What ./dev sources is checked with it, so that each name is known where it is used.
    mapfile -t scripts < <(
        grep -rlIE -m 1 '^#!.*\b(ba|da)?sh$' dev .ci scripts tests examples tools bindings
    )
    check shell shellcheck -x "${scripts[@]}"
}

stage_build() {
    build_release
    MUTAUTH_BUILD=build/release check build run_pytest tests/tree/exports_test.py
}

stage_unit() {
    build_release
    check unit run_ctest release
}

stage_python() {
    build_release
    in_build release check python run_pytest tests/bindings
}

stage_tools() {
    build_release
    MUTAUTH_BUILD=build/release in_build release check tools run_pytest tests/tools
}

# With -rs in run_pytest, a peer that no registry gave says so in the log.
stage_interop() {
    build_release
    MUTAUTH_BUILD=build/release in_build release check interop run_pytest tests/interop
    sed -n 's/^SKIPPED /  skipped: /p' .dev/log/interop.log
}

stage_demo() {
    build_release
    in_build release check demo examples/demo/run
}

stage_realm() {
    in_build release check realm run_pytest tests/realm
}

stage_asan() {
    build_asan
    ASAN_OPTIONS=detect_leaks=1 check asan run_ctest asan
}

stage_tsan() {
    build_tsan
    check tsan run_tsan
}

run_tsan() {
    # gcc 12's does not start where the kernel spreads addresses widely; a container may forbid
    # switching that off, and then it need not be.
    if setarch "$(uname -m)" -R true; then
        export -f run_ctest
        export jobs
        setarch "$(uname -m)" -R bash -c 'run_ctest tsan -L shareable'
    else
        run_ctest tsan -L shareable
    fi
}

stage_fuzz() { fuzz_all 10; }

# Of the build that compiles each source by itself.
stage_tidy() {
    build_release
    check tidy "$python" scripts/tidy.py --build build/release --jobs "$jobs" src capi
}

stage_install() { check install run_pytest tests/install; }

# New inputs are kept in .dev/fuzz, those worth keeping are moved to tests/fuzz/corpus by hand.
fuzz_all() {
    local seconds=$1 names
    mapfile -t names < <(compgen -G 'tests/fuzz/*_fuzz.cpp' | xargs -r basename -a -s _fuzz.cpp)
    if [ ${#names[@]} -eq 0 ]; then
        echo "There are no fuzzers in tests/fuzz."
        return
    fi
    build_fuzzers
    step fuzz "Fuzzing each of ${#names[@]} for $seconds s" fuzz_these "$seconds" "${names[@]}"
    sed 's/^/  /' .dev/log/fuzz.log
}

# As many at a time as there are processors.
fuzz_these() {
    local seconds=$1
    shift
    export -f fuzz_one fuzz_now
    printf '%s\n' "$@" | xargs -P "$jobs" -I '{}' bash -euo pipefail -c "fuzz_one '{}' $seconds"
}

# In one line, or all of what it said if it found something.
fuzz_one() {
    local name=$1 log=.dev/log/fuzz-$1.log
    if fuzz_now "$@" >"$log" 2>&1; then
        echo "$name: $(sed -n 's/^Done \([0-9]* runs\).*/\1/p' "$log")"
    else
        cat "$log"
        return 255
    fi
}

fuzz_now() {
    local name=$1 seconds=$2 program corpora=(".dev/fuzz/$1")
    program=$(find build/asan -name "${name}_fuzz" -type f -executable -print -quit)
    mkdir -p ".dev/fuzz/$name"
    [ ! -d "tests/fuzz/corpus/$name" ] || corpora+=("tests/fuzz/corpus/$name")
    "$program" "-max_total_time=$seconds" "-artifact_prefix=.dev/fuzz/$name-" \
        "${corpora[@]}"
}
