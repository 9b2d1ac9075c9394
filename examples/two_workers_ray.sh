#!/usr/bin/env bash
# A Ray node with two CPUs, and a batch on it: two_workers_ray.sh INPUT ROLE OUTPUT.parquet
# On a real cluster the head and the nodes are started by whoever runs it; only the last command is yours.
set -euo pipefail
usage="usage: two_workers_ray.sh INPUT ROLE OUTPUT.parquet"
input=${1:?$usage} role=${2:?$usage} output=${3:?$usage}
port=${RAY_PORT:-6399}
RAY_AUTH_TOKEN=$(python -c 'import secrets; print(secrets.token_hex(32))')
export RAY_AUTH_MODE=token RAY_AUTH_TOKEN RAY_USAGE_STATS_ENABLED=0
ray start --head --num-cpus 2 --port "$port" --include-dashboard false --disable-usage-stats >/dev/null
trap 'ray stop --force >/dev/null 2>&1' EXIT

ats-audit batch "$input" --role "$role" -o "$output" --engine ray --address "127.0.0.1:$port" --shard 8
