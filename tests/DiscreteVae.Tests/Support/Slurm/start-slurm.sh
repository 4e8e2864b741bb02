#!/usr/bin/env bash
# A Slurm cluster of one node on this machine, for tests: munged, slurmctld and slurmd with a folder, a socket and ports of their own, so that
# nothing of the system's is touched and a Slurm that is here already is left alone.
#
#   start-slurm.sh FOLDER     starts it, or leaves it running; prints the path of its slurm.conf, for SLURM_CONF
#   start-slurm.sh FOLDER slurmd   starts slurmd alone again, as after the loss of a node
#   stop-slurm.sh FOLDER      stops it, by process id
#
# Needs Debian's packages slurmctld, slurmd, slurm-client and munge, and root (slurmd starts jobs as the users that submit them). Exit code 3:
# something of that is missing, and the message says what.
set -euo pipefail
folder=${1:?Usage: start-slurm.sh FOLDER [slurmd]}
part=${2:-all}

missing() { echo "No Slurm here: $1" >&2; exit 3; }
[ "$(id -u)" = 0 ] || missing 'its daemons need root.'
export PATH="$PATH:/usr/sbin:/sbin"
for program in munged mungekey slurmctld slurmd sbatch squeue scontrol scancel runuser; do
  command -v "$program" >/dev/null || missing "there is no $program (apt-get install slurmctld slurmd slurm-client munge)."
done
getent passwd munge >/dev/null || missing 'there is no user munge.'

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
# slurmd and munged refuse folders that others may write to; munged and the jobs' users must be able to come in.
chmod 755 "$folder"
export SLURM_CONF="$folder/slurm.conf"

# One that is up and answers is used as it is.
running() {
  local pid
  [ -s "$folder/$1.pid" ] && pid=$(cat "$folder/$1.pid" 2>/dev/null) && grep -q "^[0-9]* ($1) [^Z]" "/proc/$pid/stat" 2>/dev/null
}
start_slurmd() {
  rm -f "$folder/slurmd.pid"
  begun=$(date +%FT%T)
  slurmd -f "$SLURM_CONF"
}
begun=
# Registered since it was started, if it was started here: the controller does not notice at once that a slurmd is gone.
node_is_up() {
  local node
  node=$(scontrol show node 2>/dev/null) && grep -qE 'State=(IDLE|MIXED|ALLOCATED)( |$)' <<<"$node" &&
    [[ $(grep -oP 'SlurmdStartTime=\K\S+' <<<"$node") > $begun || $(grep -oP 'SlurmdStartTime=\K\S+' <<<"$node") = "$begun" ]]
}
await_node() {
  for _ in $(seq 150); do
    if node_is_up; then echo "$SLURM_CONF"; exit 0; fi
    sleep 0.2
  done
  echo "Slurm did not come up; the ends of its logs:" >&2
  tail -n 15 "$folder"/*.log >&2 || true
  exit 1
}
if [ "$part" = slurmd ]; then
  running slurmd || start_slurmd
  await_node
fi
if running munged && running slurmctld && running slurmd; then await_node; fi
"$(dirname "$0")/stop-slurm.sh" "$folder"

host=$(hostname -s)
# Two ports that nobody listens on, in a range below the ephemeral ports, begun at a place of this process's own.
free_port() {
  local port=$1
  while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}
controller_port=$(free_port $((20000 + $$ % 5000 * 2)))
node_port=$(free_port $((controller_port + 1)))

rm -rf "$folder/munge" "$folder/state" "$folder/spool"
mkdir -p "$folder/state" "$folder/spool"
install -d -o munge -g munge -m 755 "$folder/munge"
runuser -u munge -- mungekey --create --keyfile "$folder/munge/munge.key"
ln -sfn munge/munged.pid "$folder/munged.pid"

# cred_expire is also how long a requeued job waits (120 s by default), SlurmdTimeout how long a node may be silent (300 s); a batch job that its
# node does not know is missed after BatchStartTimeout and MessageTimeout (20 s): short, for tests. RequeueExit is left out: dvae must not need
# it. Accounting is off, so that sacct does not answer, as on small clusters.
cat >"$SLURM_CONF" <<CONF
ClusterName=dvae
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/munge.socket,cred_expire=5
CredType=cred/munge
SlurmctldPort=$controller_port
SlurmdPort=$node_port
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobRequeue=1
MaxArraySize=1001
ReturnToService=2
SlurmdTimeout=10
BatchStartTimeout=1
KillWait=30
MessageTimeout=5
SlurmdParameters=config_overrides
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=2,batch_sched_delay=0
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo) State=UNKNOWN
PartitionName=tests Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF

runuser -u munge -- munged --key-file="$folder/munge/munge.key" --socket="$folder/munge/munge.socket" --pid-file="$folder/munge/munged.pid" \
  --log-file="$folder/munge/munged.log" --seed-file="$folder/munge/munge.seed" --num-threads=2
slurmctld -c -f "$SLURM_CONF"
start_slurmd
await_node
