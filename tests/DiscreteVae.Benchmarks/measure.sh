#!/usr/bin/env bash
# Measures what results/published/bench holds: tests/DiscreteVae.Benchmarks/measure.sh <folder of MNIST's gzip files> [name ...]
# One to four minutes a name; a machine that does nothing else, please. Needs a Release build and Debian's python3-torch and python3-numpy.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=$(realpath "$1")
shift
dvae=src/DiscreteVae.Research/bin/Release/net10.0/dvae
out=results/published/bench
peer="/usr/bin/python3 tests/DiscreteVae.Benchmarks/peers/pytorch_step.py --data $data"
mkdir -p "$out"

# The peer as it comes, and at its best: an OpenBLAS older than the processor chooses poor kernels by itself. More threads are slower.
plain="$peer --epochs 2 --threads 1"
best="OPENBLAS_CORETYPE=SkylakeX $plain"
bench() { echo "== $1"; "$dvae" bench experiments/tutorial-mnist.json compute:backend=simd data:folder="$data" "${@:2}" -o "$out/$1.json"; }
shape() { bench "$1" $2 --epochs 3 --backends simd --peer "$best $3" --peer "$plain $3"; }

# Seconds of a process that trains four epochs: one trial with one thread, and four trials side by side, in turn.
four_trials() {
  echo "== four-trials"
  local folder one four
  folder=$(mktemp -d)
  train() {
    local begun=$EPOCHREALTIME
    "$dvae" run experiments/tutorial-mnist.json compute:backend=simd data:folder="$data" training:epochs=4 evaluation:every=4 \
      results:folder="$folder/$RANDOM$RANDOM" "$@" >"$folder/log" 2>&1 || { cat "$folder/log" >&2; return 1; }
    awk "BEGIN { printf \"%.2f\", $EPOCHREALTIME - $begun }"
  }
  echo "turn,one_seconds,four_seconds,ratio" >"$folder/csv"
  for turn in 1 2 3; do
    one=$(train compute:threads=1)
    four=$(train 'sweep:axes:training:seed=[0,1,2,3]')
    echo "$turn,$one,$four,$(awk "BEGIN { printf \"%.2f\", $four / $one }")" | tee -a "$folder/csv"
  done
  mv "$folder/csv" "$out/four-trials.csv"
  rm -r "$folder"
}

# BenchmarkDotNet's tables of all kernels but the backends' products.
kernels() {
  echo "== kernels"
  local folder
  folder=$(mktemp -d)
  dotnet run -c Release --project tests/DiscreteVae.Benchmarks -- --artifacts "$folder" \
    --filter '*MemoryBandwidth*' '*TeamBarrier*' '*LatentKernels*' '*PixelKernels*' '*ElementKernels*' >"$folder/log" || { cat "$folder/log" >&2; return 1; }
  mkdir -p "$out/kernels"
  for table in "$folder"/results/*-report-github.md; do
    name=$(basename "$table" -report-github.md)
    mv "$table" "$out/kernels/${name##*.}.md"
  done
  rm -r "$folder"
}

measure() {
  case $1 in
    tutorial-mnist) bench "$1" --epochs 3 --backends simd,mkl,openblas --peer "$best" --peer "$plain" ;;
    # Alone and often: how much of the spread is the machine's.
    tutorial-turns) bench "$1" --epochs 12 --backends simd ;;
    # The peer otherwise: other kernels, two threads, and PyTorch's own number of threads.
    peer-settings) bench "$1" --epochs 1 --threads 1 --backends simd --peer "$peer --epochs 1 --threads 2" --peer "$peer --epochs 1" \
      --peer "OPENBLAS_CORETYPE=Cooperlake $plain" --peer "OPENBLAS_CORETYPE=SkylakeX $peer --epochs 1 --threads 2" \
      --peer "OPENBLAS_CORETYPE=SkylakeX $peer --epochs 2" ;;
    latents-10x30) shape "$1" 'model:latents=10 model:categories=30' '--latents 10 --categories 30' ;;
    latents-64x8) shape "$1" 'model:latents=64 model:categories=8' '--latents 64 --categories 8' ;;
    batch-32) shape "$1" training:batchSize=32 '--batch 32' ;;
    batch-512) shape "$1" training:batchSize=512 '--batch 512' ;;
    gumbel-softmax) shape "$1" estimator:name=gumbel-softmax '--estimator gumbel-softmax' ;;
    reinmax) shape "$1" estimator:name=reinmax '--estimator reinmax' ;;
    rloo) shape "$1" 'estimator:name=rloo estimator:samples=4' '--estimator rloo --samples 4' ;;
    four-trials) four_trials ;;
    kernels) kernels ;;
    *) echo "measure.sh: there is no '$1'." >&2; exit 2 ;;
  esac
}

names=("$@")
[ $# -gt 0 ] || names=(tutorial-mnist tutorial-turns peer-settings latents-10x30 latents-64x8 batch-32 batch-512 gumbel-softmax reinmax rloo four-trials kernels)
for name in "${names[@]}"; do measure "$name"; done
