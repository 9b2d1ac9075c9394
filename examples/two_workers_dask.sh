#!/usr/bin/env bash
# A Dask cluster of one scheduler and two workers, and a batch on it: two_workers_dask.sh INPUT ROLE OUTPUT.parquet
# On a real cluster the scheduler and the workers are started by whoever runs it; only the last command is yours.
set -euo pipefail
usage="usage: two_workers_dask.sh INPUT ROLE OUTPUT.parquet"
input=${1:?$usage} role=${2:?$usage} output=${3:?$usage}
place=$(mktemp -d)
dask scheduler --host 127.0.0.1 --port 0 --no-dashboard --scheduler-file "$place/scheduler.json" >"$place/log" 2>&1 &
scheduler=$!
dask worker --scheduler-file "$place/scheduler.json" --nworkers 2 --nthreads 1 --no-dashboard \
  --local-directory "$place" >>"$place/log" 2>&1 &
workers=$!
trap 'kill "$workers" "$scheduler" 2>/dev/null || true; wait || true; rm -rf "$place"' EXIT

until [ -s "$place/scheduler.json" ]; do
  kill -0 "$scheduler" 2>/dev/null || { cat "$place/log" >&2; exit 1; }
  sleep 0.2
done
address=$(python -c 'import json, sys; print(json.load(open(sys.argv[1]))["address"])' "$place/scheduler.json")
ats-audit batch "$input" --role "$role" -o "$output" --engine dask --address "$address" --shard 8
