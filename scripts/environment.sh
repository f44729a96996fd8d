# Sourced by the scripts beside it, with $root set to the project's folder: makes .venv from a hash-locked
# requirements file. `prepare_environment playground|dev` ends with $python set, or says what is missing and exits.
# The development lock holds all of the playground's, so an environment made from it serves both.

say() { printf '%s\n' "$@" >&2; }
fail() { say "$@"; exit 1; }

lock_sum() { cksum <"$root/requirements-$1.txt" | tr ' ' '-'; }

# The stamp is one line: "unfinished" while an install runs, then the sum of the lock that was installed.
environment_holds() {
    [ -x "$root/.venv/bin/python" ] && [ -f "$root/.venv/herald.lock" ] || return 1
    installed=$(cat "$root/.venv/herald.lock")
    [ "$installed" = "$(lock_sum dev)" ] && return 0
    [ "$1" = playground ] && [ "$installed" = "$(lock_sum playground)" ]
}

prepare_environment() {
    python=$root/.venv/bin/python
    environment_holds "$1" && return 0
    take_install_lock
    environment_holds "$1" || install_environment "$1"
    drop_install_lock
}

# --- one install at a time -----------------------------------------------------------------------------------------

take_install_lock() {
    install_lock=$root/.venv/install.lock
    told=''
    seconds_without_owner=0
    mkdir -p "$root/.venv" 2>/dev/null || true
    until mkdir "$install_lock" 2>/dev/null; do
        [ -d "$install_lock" ] || fail "Cannot write into $root/.venv: make it writable for $(id -un), or copy Herald elsewhere."
        owners=$(cat "$install_lock/owners" 2>/dev/null || true)
        if [ -z "$owners" ]; then seconds_without_owner=$((seconds_without_owner + 1)); else seconds_without_owner=0; fi
        if { [ -n "$owners" ] && ! any_runs $owners; } || [ "$seconds_without_owner" -gt 5 ]; then
            break_stale_lock "$owners"
        elif [ -z "$told" ]; then
            say "Waiting for another install in $root to end (its lock is $install_lock)."
            told=yes
        fi
        sleep 1
    done
    printf '%s\n' "$$" >"$install_lock/owners"
    trap 'drop_install_lock' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

any_runs() {
    for process in "$@"; do
        if kill -0 "$process" 2>/dev/null || [ -d "/proc/$process" ]; then return 0; fi
    done
    return 1
}

# Only the one that makes "breaking" may remove the lock, and only if its owners are still those that died.
break_stale_lock() {
    mkdir "$install_lock/breaking" 2>/dev/null || return 0
    if [ "$(cat "$install_lock/owners" 2>/dev/null || true)" = "$1" ]; then
        rm -rf "$install_lock"
    else
        rmdir "$install_lock/breaking" 2>/dev/null || true
    fi
}

drop_install_lock() {
    trap - EXIT HUP INT TERM
    if [ -n "${pip_process:-}" ]; then
        kill "$pip_process" 2>/dev/null || true
        wait "$pip_process" 2>/dev/null || true
        pip_process=''
    fi
    rm -rf "$install_lock"
}

# --- the install ---------------------------------------------------------------------------------------------------

install_environment() {
    if environment_is_usable; then
        printf 'unfinished\n' >"$root/.venv/herald.lock"
    else
        find_python
        say "Making .venv with Python $found_version ($found)."
        empty_environment
        printf 'unfinished\n' >"$root/.venv/herald.lock"
        "$found" -m venv "$root/.venv" >&2 || fail "$found -m venv failed: see the lines above."
    fi
    install_requirements "$1"
    lock_sum "$1" >"$install_lock/stamp"
    mv "$install_lock/stamp" "$root/.venv/herald.lock"
}

empty_environment() {
    for entry in "$root/.venv"/* "$root/.venv"/.[!.]*; do
        [ "$entry" = "$install_lock" ] || rm -rf "$entry"
    done
}

# An install that was cut off is started over; a whole environment from an older lock, or made by hand, is brought up to date.
environment_is_usable() {
    [ "$(cat "$root/.venv/herald.lock" 2>/dev/null || true)" != unfinished ] || return 1
    [ -x "$python" ] && version_of "$python" >/dev/null && "$python" -m pip --version >/dev/null 2>&1
}

# Prints the version; fails when this is no Python 3.11 or newer.
version_of() {
    "$1" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3]); sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    too_old=''
    without_venv=''
    for candidate in "${PYTHON:-}" $(candidates); do
        [ -n "$candidate" ] || continue
        found=$(command -v "$candidate" 2>/dev/null) || continue
        if ! found_version=$(version_of "$found"); then
            [ -z "$found_version" ] || too_old="$too_old $found_version ($found)"
        elif "$found" -c 'import ensurepip, venv' 2>/dev/null; then
            return 0
        else
            without_venv="$without_venv $found_version"
        fi
    done
    explain_missing_python
}

# Without a Redis server on the path the embedded one is needed, which comes as a package for Python 3.11 and 3.12.
candidates() {
    if [ -n "${PYTHON:-}" ]; then
        return 0
    elif command -v redis-server >/dev/null 2>&1 || command -v valkey-server >/dev/null 2>&1; then
        echo python3 python3.14 python3.13 python3.12 python3.11
    else
        echo python3.12 python3.11 python3 python3.14 python3.13
    fi
}

explain_missing_python() {
    if [ -n "$without_venv" ]; then
        minor=$(printf '%s\n' "${without_venv# }" | cut -d ' ' -f 1 | cut -d . -f 1,2)
        fail "Python$without_venv is here, but without its venv module." \
            "On Debian and Ubuntu install it with: apt-get install python$minor-venv"
    fi
    [ -z "$too_old" ] || fail "Herald needs Python 3.11 or newer; found only$too_old." \
        "Install a newer one, or name it: PYTHON=/path/to/python3 $0"
    fail "Herald needs Python 3.11 or newer; ${PYTHON:-python3} was not found." \
        "Install one, or name it: PYTHON=/path/to/python3 $0"
}

install_requirements() {
    log=$install_lock/pip.log
    total=$(grep -c '^[A-Za-z0-9]' "$root/requirements-$1.txt")
    say "Installing up to $total packages into .venv; this is done once and may take a few minutes."
    PIP_USER=0 "$python" -m pip install --require-hashes --disable-pip-version-check --no-input --progress-bar off \
        -r "$root/requirements-$1.txt" >"$log" 2>&1 &
    pip_process=$!
    printf '%s\n' "$$" "$pip_process" >"$install_lock/owners"
    show_progress
    if wait "$pip_process"; then pip_process=''; else pip_process=''; explain_failed_install; fi
    say 'Installed.'
}

show_progress() {
    seconds=0
    shown=''
    while kill -0 "$pip_process" 2>/dev/null; do
        sleep 1
        seconds=$((seconds + 1))
        collected=$(grep -c -e '^Collecting ' -e '^Requirement already satisfied' "$log" || true)
        line="  $collected of $total fetched"
        if grep -q '^Installing collected' "$log"; then line='  unpacking'; fi
        if [ -t 2 ]; then
            printf '\r%s, %s s ' "$line" "$seconds" >&2
        elif [ "$line" != "$shown" ] && [ $((seconds % 5)) -eq 0 ]; then
            say "$line, $seconds s"
            shown=$line
        fi
    done
    if [ -t 2 ]; then printf '\n' >&2; fi
}

explain_failed_install() {
    say 'Installing failed. The last lines of pip:'
    tail -n 12 "$log" | sed 's/^/    /' >&2
    if grep -qiE 'connection|resolution|timed out|unreachable|proxy|no matching distribution' "$log"; then
        fail 'The package index could not be reached, or has no package for this Python and machine.' \
            'Check the network (and its proxy), then run this again: it starts over by itself.'
    fi
    fail 'Mend that, then run this again: it starts over by itself.'
}
