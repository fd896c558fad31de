# shellcheck shell=bash
# What mutauth needs from the distribution, by purpose, and how it gets there.

# shellcheck disable=SC2034  # read by name in need()
{
packages_build=(g++ cmake ninja-build pkg-config libkrb5-dev libssl-dev libldap-dev libfmt-dev
    libcli11-dev nlohmann-json3-dev ccache)
packages_realm=(krb5-kdc krb5-admin-server krb5-kdc-ldap krb5-user slapd ldap-utils
    libsasl2-modules-gssapi-mit python3)
packages_ad=(samba samba-ad-dc samba-ad-provision samba-dsdb-modules python3-samba ldb-tools
    util-linux)
packages_python=(python3-dev pybind11-dev)
packages_check=(openssl libgtest-dev libgmock-dev clang-14 clang-format-14 clang-tidy-14
    libclang-rt-14-dev abigail-tools shellcheck python3-pytest python3-pytest-xdist
    python3-venv mypy python3-trio python3-gevent dnsmasq-base)
# Its tests run in a realm of Samba's too.
packages_check+=("${packages_ad[@]}")
packages_interop=(python3-gssapi python3-cryptography python3-requests python3-venv python3-dev
    gss-ntlmssp heimdal-kcm curl adcli msktutil libnss-wrapper)
packages_format=(clang-format-14)
packages_bench=(python3-gssapi)
# What the benchmarks measure against, where it is there; no test needs it.
packages_peers=(libtirpc-dev libsasl2-dev libgrpc++-dev libprotobuf-dev protobuf-compiler-grpc)
packages_python3=(python3)
}
command -v go >/dev/null || packages_interop+=(golang-go)
command -v javac >/dev/null || packages_interop+=(openjdk-17-jdk-headless)

# need PURPOSE...: installs what is missing for these purposes.
need() {
    local purpose missing=()
    local wanted=()
    for purpose in "$@"; do
        local -n packages=packages_$purpose
        wanted+=("${packages[@]}")
    done
    if ! command -v dpkg-query >/dev/null; then
        echo "Not a Debian system: taking these for installed: ${wanted[*]}"
        return
    fi
    mapfile -t missing < <(missing_of "${wanted[@]}")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ] && ! can_sudo; then
        echo "dev: these packages are missing; as root, run" >&2
        echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 3
    fi
    step packages "Installing ${missing[*]}" install_packages "${missing[@]}"
}

missing_of() {
    # dpkg-query fails when it has never heard of one of them, and still lists the others.
    comm -23 <(printf '%s\n' "$@" | sort -u) \
        <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
            sed -n 's/^installed //p' | sort -u)
}

can_sudo() {
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    # The realm runs servers of its own: the system's own are neither set up nor started.
    if [[ " $* " == *" slapd "* ]]; then
        echo 'slapd slapd/no_configuration boolean true' | as_root debconf-set-selections
    fi
    as_root apt-get update
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 SYSTEMD_OFFLINE=1 \
        apt-get install -y --no-install-recommends "$@"
}
