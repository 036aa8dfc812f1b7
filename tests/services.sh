# PostgreSQL and Redis of our own, in a temporary folder and behind sockets in it: no port is taken,
# nothing that runs on this machine is touched, and nothing is left. Sourced by tests/run.

services=""
postgres_bin=""
redis_pid=""

start_services() {
    services="$(mktemp -d /tmp/kith-services-XXXXXX)"
    chmod 711 "$services"
    start_postgresql
    start_redis
}

# PostgreSQL refuses to be root; its package brings the user it wants to be.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd "$services" && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

start_postgresql() {
    [ -z "${FORUM_TEST_POSTGRES_URL:-}" ] || return 0
    local folder="$services/postgresql"
    mkdir -m 755 "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    postgres_bin="$(postgresql_programs)"
    # What a crash of this server would lose nobody misses, so it need not wait for the disk; unless the
    # benchmark asks what waiting for it costs.
    local hurry="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    [ -z "${POSTGRES_DURABLE:-}" ] || hurry=""
    as_postgres "$postgres_bin/initdb" -D "$folder/data" -U kith --auth=trust --encoding=UTF8 \
        --no-locale --no-sync >"$services/initdb.log" || return 1
    as_postgres "$postgres_bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -s start \
        -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=200 $hurry" || return 1
    export FORUM_TEST_POSTGRES_URL="postgresql+psycopg://kith@/postgres?host=$folder"
}

postgresql_programs() {
    local found=(/usr/lib/postgresql/*/bin)
    echo "${found[-1]}"
}

start_redis() {
    [ -z "${FORUM_TEST_REDIS_URL:-}" ] || return 0
    local socket="$services/redis.sock"
    redis-server --port 0 --unixsocket "$socket" --unixsocketperm 777 --save "" --appendonly no \
        --dir "$services" >"$services/redis.log" &
    redis_pid=$!
    for _ in $(seq 100); do
        [ -S "$socket" ] && break
        sleep 0.1
    done
    [ -S "$socket" ] || return 1
    export FORUM_TEST_REDIS_URL="redis+unix://$socket"
}

stop_services() {
    [ -n "$services" ] || return 0
    if [ -n "$postgres_bin" ]; then
        as_postgres "$postgres_bin/pg_ctl" -D "$services/postgresql/data" -m immediate -w -s stop || true
    fi
    if [ -n "$redis_pid" ]; then
        kill "$redis_pid" 2>/dev/null || true
        wait "$redis_pid" 2>/dev/null || true
    fi
    rm -rf "$services"
    services=""
}
