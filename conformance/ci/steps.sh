#!/bin/sh
# The steps of a pipeline that gates the upgrade of a runtime. README.md beside it explains.
#
#   steps.sh install    the suite, with pip
#   steps.sh versions   what is to be gated, as `name=value` lines
#   steps.sh gate       the gate between GATE_FROM and GATE_TO
#   steps.sh upgrade    the latter two, for pipelines whose steps have no outputs
#
# What to do comes from GATE_… variables, and never as a part of a script: a branch may be called `$(reboot)`.
set -eu

folder=${GATE_DIR:-conformance-gate}
known=${GATE_BASELINES:-conformance-baseline}

# The suite: the release GATE_SUITE, else the checkout that this file belongs to.
install_suite() {
    if [ -n "${GATE_SUITE:-}" ]; then
        python -m pip install --quiet "wasi-conformance==$GATE_SUITE"
    else
        python -m pip install --quiet "$(dirname "$0")/../.."
    fi
}

# What is to be gated, as `name=value` lines: GATE_FROM and GATE_TO, or what GATE_LOCK_FILE bumps since GATE_BASE.
versions() {
    set -- --from "${GATE_FROM:-}" --to "${GATE_TO:-}" --runtime "${GATE_RUNTIME:-}" --package "${GATE_PACKAGE:-}"
    if [ -z "${GATE_FROM:-}" ] && [ -n "${GATE_LOCK_FILE:-}" ]; then
        if ! git cat-file -e "${GATE_BASE:-unset}^{commit}" 2>/dev/null; then
            echo "GATE_BASE: no commit ${GATE_BASE:-} in this clone; it takes its whole history (fetch-depth: 0)" >&2
            exit 4
        fi
        if ! git cat-file -e "$GATE_BASE:./$GATE_LOCK_FILE" 2>/dev/null; then
            echo "$GATE_LOCK_FILE is new since $GATE_BASE: it bumps nothing" >&2
            echo "changed=false"
            return
        fi
        before=$(mktemp -d)
        trap 'rm -rf "$before"' EXIT
        git show "$GATE_BASE:./$GATE_LOCK_FILE" >"$before/lock"
        set -- "$@" --lock-before "$before/lock" --lock-after "$GATE_LOCK_FILE"
    fi
    python -m conformance.ci.bump "$@"
}

# The gate, with further options as arguments. A report of the version before that an earlier gate has kept under
# GATE_KEY is taken; else it is made, and kept.
gate() {
    component=${GATE_COMPONENT:-}
    baseline=
    if [ -n "${GATE_KEY:-}" ] && [ -z "$component" ]; then baseline=$known/$GATE_KEY.jsonl; fi
    if [ -n "$baseline" ] && [ -f "$baseline" ]; then
        echo "the version before is known from $baseline" >&2
        set -- --from "$baseline" "$@"
        baseline=
    elif [ -n "${GATE_FROM:-}" ]; then
        set -- --from "$GATE_FROM" "$@"
    fi
    if [ -n "${GATE_TO:-}" ]; then set -- "$@" --to "$GATE_TO"; fi
    if [ -n "$component" ]; then set -- "$@" --component "$component"; fi
    if [ -n "${GATE_EXPECTATIONS:-}" ]; then set -- "$@" --expectations "$GATE_EXPECTATIONS"; fi
    code=0
    wasi-conformance gate --report-dir "$folder" "$@" || code=$?
    # Only a report of the whole corpus, from a run that came to its end, is worth keeping.
    if [ -n "$baseline" ] && [ "$code" -le 1 ]; then
        mkdir -p "$known"
        cp "$folder/before.jsonl" "$baseline"
    fi
    return "$code"
}

upgrade() {
    found=$(versions)
    GATE_FROM=$(value from) GATE_TO=$(value to) GATE_KEY=$(value key)
    if [ -z "$GATE_TO" ]; then
        echo "nothing to gate: no runtime was bumped" >&2
        return
    fi
    gate "$@"
}

value() {
    printf '%s\n' "$found" | sed -n "s/^$1=//p"
}

step=${1:-}
[ $# -eq 0 ] || shift
case $step in
install) install_suite ;;
versions) versions ;;
gate) gate "$@" ;;
upgrade) upgrade "$@" ;;
*)
    echo "usage: steps.sh install|versions|gate|upgrade [OPTION OF THE GATE]..." >&2
    exit 4
    ;;
esac
