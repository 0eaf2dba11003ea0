#!/usr/bin/env bash
# Installs Debian packages as root, without letting PostgreSQL's package create and start a server of its own.
set -euo pipefail

readonly DROP_IN=/etc/postgresql-common/createcluster.d/yingda-setup.conf

case " $* " in
  *" postgresql "*)
    mkdir -p "$(dirname "$DROP_IN")"
    echo "create_main_cluster = false" >"$DROP_IN"
    trap 'rm -f "$DROP_IN"' EXIT
    ;;
esac

apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@"
