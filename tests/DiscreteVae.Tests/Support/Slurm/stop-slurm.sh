#!/usr/bin/env bash
# Stops what start-slurm.sh started in FOLDER, by process id: the node's daemon, jobs that are left, the controller, munged.
set -euo pipefail
folder=$(realpath -m "${1:?Usage: stop-slurm.sh FOLDER}")

# The id is the daemon's only while a process that is no zombie has the daemon's name.
process() { [ -s "$folder/$1.pid" ] && pid=$(cat "$folder/$1.pid" 2>/dev/null) && grep -q "^[0-9]* ($1) [^Z]" "/proc/$pid/stat" 2>/dev/null; }
stop() {
  process "$1" || return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 100); do
    process "$1" || return 0
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
}
if process slurmctld && process slurmd; then
  SLURM_CONF="$folder/slurm.conf" timeout 10 scancel --quiet --user=root || true
fi
stop slurmd
stop slurmctld
stop munged
