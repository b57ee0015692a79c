#!/bin/bash
# Runs one role of the platform as the only process of a container, or asks it how it is:
#   role.sh api | worker | realtime | renderer | provider | traces     runs until SIGTERM, then drains
#   role.sh migrate | demo-data                                         runs once
#   role.sh ctl create-admin <name> | backup <file> | restore <file>
#   role.sh health                                                      ends with 0 when the role of this container is ready
# The flags are those of src/ops/supervisor/roles.ts; a test compares them.
set -euo pipefail

role=${1:-}
cd "$(dirname "$0")"

case $role in
  api)
    flags=(--max-semi-space-size=2 --v8-pool-size=1 --max-old-space-size=40 --no-lazy-feedback-allocation)
    ;;
  worker)
    flags=(--v8-pool-size=1 --enable-source-maps --no-lazy-feedback-allocation --max-old-space-size=256)
    ;;
  realtime)
    flags=(--v8-pool-size=1 --enable-source-maps --no-lazy-feedback-allocation --max-semi-space-size=4 --max-old-space-size=768)
    ;;
  renderer)
    flags=(--max-semi-space-size=2 --v8-pool-size=1 --enable-source-maps --max-old-space-size=128)
    ;;
  provider)
    flags=(--max-semi-space-size=2 --v8-pool-size=1 --enable-source-maps --max-old-space-size=96)
    ;;
  traces)
    flags=(--v8-pool-size=1 --enable-source-maps --no-lazy-feedback-allocation --max-old-space-size=192)
    ;;
  migrate | demo-data)
    exec node "dist/$role.js"
    ;;
  ctl)
    exec node dist/ctl.js "${@:2}"
    ;;
  health)
    exec 3<> "/dev/tcp/127.0.0.1/${PROBE_PORT:-9464}"
    printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3
    read -r -t 2 answer <&3
    [[ $answer == *' 200 '* ]]
    exit
    ;;
  *)
    echo "There is no role \"$role\". There are: api, worker, realtime, renderer, provider, traces, migrate, demo-data, ctl, health" >&2
    exit 64
    ;;
esac

export TRUNKLINE_ROLE=$role
# Containers of one role tell themselves apart by a number; no two of a few have the same, and nothing rests on it.
if [[ -z ${TRUNKLINE_INDEX:-} ]]; then
  read -r sum _ < <(cksum <<< "${HOSTNAME:-}")
  export TRUNKLINE_INDEX=$((sum % 9999 + 1))
fi
exec node "${flags[@]}" "dist/$role.js"
