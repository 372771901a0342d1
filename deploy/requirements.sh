# What deploy/run and Tests/run share: saying what is missing, and installing Debian packages. Sourced, not run.

# The libraries the server is built on, and git, with which Swift fetches the packages it depends on.
server_packages=(libsrtp2-dev libssl-dev libsqlite3-dev git ca-certificates)

say() { printf '\n==> %s\n' "$*"; }

fail() {
    printf '%s: %s\n' "$program" "$1" >&2
    shift
    for line in "$@"; do printf '    %s\n' "$line" >&2; done
    exit 1
}

is_installed() {
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    else
        sudo -- "$@"
    fi
}

# Installs those of the named Debian packages that are missing; says which, and ends the script when it cannot.
need_packages() {
    local missing=()
    command -v dpkg-query >/dev/null ||
        fail "this is not a Debian system (there is no dpkg)." "Install what these packages bring, by your system's own means:" "$*"
    for package in "$@"; do is_installed "$package" || missing+=("$package"); done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
        fail "these Debian packages are missing, and installing them needs root or sudo: ${missing[*]}" \
            "As root: apt-get update && apt-get install ${missing[*]}"
    fi
    say "Installing Debian packages: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update --quiet=2 </dev/null ||
        printf '%s: apt-get update failed; trying with the package lists at hand.\n' "$program" >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}" </dev/null ||
        fail "apt-get could not install: ${missing[*]}" "What apt-get said stands above." "By hand: apt-get install ${missing[*]}"
}

# Ends the script unless Swift 6.3 or later is there.
need_swift() {
    command -v swift >/dev/null ||
        fail "swift is not on the PATH; ToperParty is built with Swift 6.3 or later." \
            "Get it from https://www.swift.org/install/linux/ and put its usr/bin on the PATH."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [[ $(printf '6.3\n%s\n' "${version:-0}" | sort --version-sort | head -n 1) == 6.3 ]] ||
        fail "this is Swift ${version:-of an unknown version}; ToperParty is built with Swift 6.3 or later." \
            "Get it from https://www.swift.org/install/linux/"
}
