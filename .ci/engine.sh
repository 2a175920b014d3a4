# Functions around Docker's engine, to be sourced. What they start they also stop.

engine_process=

# Succeeds if an engine answers, one that was running already or one of our own; else says why there is none.
engine_start() {
    docker version >/dev/null 2>&1 && return
    if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends docker.io iptables ca-certificates >/dev/null || return 1
    fi
    local log=${TMPDIR:-/tmp}/undercurrent-dockerd.log
    dockerd >"$log" 2>&1 &
    engine_process=$!
    local left
    for ((left = 60; left > 0; left--)); do
        docker version >/dev/null 2>&1 && return
        kill -0 "$engine_process" 2>/dev/null || break
        sleep 1
    done
    engine_stop
    printf 'no container engine: dockerd did not start; the end of %s:\n' "$log" >&2
    tail -n 5 "$log" >&2
    return 1
}

engine_stop() {
    if [[ -n $engine_process ]]; then
        kill "$engine_process" 2>/dev/null || true
        wait "$engine_process" 2>/dev/null || true
        engine_process=
    fi
}

# The mirror that this machine's apt uses.
debian_mirror() {
    apt-get indextargets --format '$(REPO_URI)' | grep /debian | grep -v security | head -n 1
}

# Succeeds if `docker compose` of version 2 is there; Debian 12 has none, so it comes from Debian 13.
compose_install() {
    docker compose version >/dev/null 2>&1 && return
    local work status=0
    work=$(mktemp -d)
    (
        cd "$work"
        mkdir -p lists/partial
        printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$(debian_mirror)" >sources.list
        options=(-qq -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$work/lists")
        apt-get "${options[@]}" update
        apt-get "${options[@]}" -o APT::Sandbox::User=root download docker-compose
        dpkg-deb -x docker-compose_*.deb .
        install -D usr/libexec/docker/cli-plugins/docker-compose /usr/local/lib/docker/cli-plugins/docker-compose
    ) || status=1
    rm -rf "$work"
    ((status == 0)) && docker compose version
}

# image_get NAME STAND_IN: prints NAME if the engine has that image or can pull it, else the name of a stand-in that it builds;
# prints nothing where there is no stand-in for it.
image_get() {
    if docker image inspect "$1" >/dev/null 2>&1 || timeout 300 docker pull -q "$1" >/dev/null 2>&1; then
        printf '%s' "$1"
    elif [[ -n ${2:-} ]]; then
        .ci/stand-in "$2"
    fi
}
