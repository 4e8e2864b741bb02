#!/usr/bin/env bash
# Measures what results/published/bench holds: tests/DiscreteVae.Benchmarks/measure.sh <folder of MNIST's gzip files> [name ...]
# One to two minutes a name; a machine that does nothing else, please. Needs a Release build and Debian's python3-torch and python3-numpy.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=$(realpath "$1")
shift
dvae=src/DiscreteVae.Research/bin/Release/net10.0/dvae
out=results/published/bench
peer="/usr/bin/python3 tests/DiscreteVae.Benchmarks/peers/pytorch_step.py --data $data"
mkdir -p "$out"

# The peer's best: an OpenBLAS older than the processor chooses poor kernels by itself, and more threads are slower.
best="OPENBLAS_CORETYPE=SkylakeX $peer --epochs 2 --threads 1"
bench() { echo "== $1"; "$dvae" bench experiments/tutorial-mnist.json compute:backend=simd data:folder="$data" "${@:2}" -o "$out/$1.json"; }
shape() { bench "$1" $2 --epochs 2 --backends simd --peer "$best $3"; }

measure() {
  case $1 in
    tutorial-mnist) bench "$1" --epochs 3 --backends simd,mkl,openblas --peer "$best" ;;
    # The peer otherwise: the kernels OpenBLAS chooses, two threads, PyTorch's own number of threads.
    peer-settings) bench "$1" --epochs 1 --threads 1 --backends simd --peer "$peer --epochs 2 --threads 1" \
      --peer "OPENBLAS_CORETYPE=Cooperlake $peer --epochs 2 --threads 1" --peer "OPENBLAS_CORETYPE=SkylakeX $peer --epochs 1 --threads 2" \
      --peer "OPENBLAS_CORETYPE=SkylakeX $peer --epochs 1" ;;
    latents-10x30) shape "$1" 'model:latents=10 model:categories=30' '--latents 10 --categories 30' ;;
    latents-64x8) shape "$1" 'model:latents=64 model:categories=8' '--latents 64 --categories 8' ;;
    batch-32) shape "$1" training:batchSize=32 '--batch 32' ;;
    batch-512) shape "$1" training:batchSize=512 '--batch 512' ;;
    gumbel-softmax) shape "$1" estimator:name=gumbel-softmax '--estimator gumbel-softmax' ;;
    reinmax) shape "$1" estimator:name=reinmax '--estimator reinmax' ;;
    rloo) shape "$1" 'estimator:name=rloo estimator:samples=4' '--estimator rloo --samples 4' ;;
    *) echo "measure.sh: there is no '$1'." >&2; exit 2 ;;
  esac
}

names=("$@")
[ $# -gt 0 ] || names=(tutorial-mnist peer-settings latents-10x30 latents-64x8 batch-32 batch-512 gumbel-softmax reinmax rloo)
for name in "${names[@]}"; do measure "$name"; done
