# Sourced: a PostgreSQL server of one's own, in a folder, reached by a socket there and by nothing else.
#
#   postgres_is_here        is a server installed?
#   postgres_make FOLDER    makes the folder and an empty cluster in it; its superuser is called "owner"
#   postgres_do ACTION…     start | stop -m immediate | reload … (pg_ctl), of the cluster that was made last
#   postgres_as COMMAND…    runs a command as the account that the server runs as
#   postgres_sql DATABASE SQL   as "owner", or as $role
#
# PostgreSQL does not run as root; root lends it the account that Debian's package has made.
# shellcheck shell=bash

_pg_bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
_pg_folder=

postgres_is_here() {
    [ -x "$_pg_bin/postgres" ]
}
postgres_as() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid postgres --regid postgres --clear-groups env HOME="$_pg_folder" "$@"
    else
        "$@"
    fi
}
postgres_make() {
    _pg_folder=$1
    mkdir "$1"
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$1"
        chmod 711 "$(dirname "$1")"
    fi
    (cd "$1" && postgres_as "$_pg_bin/initdb" -D "$1/data" -A trust -U owner --locale=C.UTF-8 -E UTF8 --no-sync) \
        >/dev/null 2>&1
}
postgres_do() {
    (cd "$_pg_folder" && postgres_as "$_pg_bin/pg_ctl" -D "$_pg_folder/data" -l "$_pg_folder/log" -w -o "-k $_pg_folder \
        -c listen_addresses= -c max_connections=40 -c fsync=on" "$@") >/dev/null 2>&1
}
postgres_sql() {
    psql -h "$_pg_folder" -U "${role:-owner}" -d "$1" -qAtX -c "$2"
}
