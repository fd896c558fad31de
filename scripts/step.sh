# shellcheck shell=bash
# Runs a command as one line of output: what it prints goes to a log, shown at its end if it fails.

# step LOG TEXT COMMAND...: ends the script if the command fails. Never call it in a condition: that
# would switch off "stop at the first failure" inside shell functions given as the command.
step() {
    local log=.dev/log/$1.log text=$2 started=$SECONDS status
    shift 2
    mkdir -p .dev/log
    printf '%s... ' "$text"
    set +e
    (set -e; "$@") >"$log" 2>&1 </dev/null
    status=$?
    set -e
    if [ "$status" -ne 0 ]; then
        echo "FAILED after $((SECONDS - started)) s"
        echo "The end of $log:"
        tail -n 60 "$log"
        # A compiler's first error may lie far above its last words.
        grep -E '(^| )(CMake Error|error|FAILED|undefined reference)' "$log" | head -n 10 |
            sed '1s/^/\nIts first errors:\n/' || true
        exit "$status"
    fi
    echo "$((SECONDS - started)) s"
}
