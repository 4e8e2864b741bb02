#!/bin/sh
# Makes the embedded data set fashion-mnist-small: the first 10 000 training and 2 000 test images of Fashion-MNIST with their labels.
#   apt-get install -y dataset-fashion-mnist && src/DiscreteVae.Research/Datasets/Embedded/make.sh
# The same GNU gzip gives the same bytes; any other gives the same uncompressed content, which the tests compare with Debian's files.
set -eu
from=${1:-/usr/share/datasets/fashion-mnist}
to=$(cd "$(dirname "$0")" && pwd)

# first FILE COUNT COUNT_IN_OCTAL_BYTES BYTES_OF_ONE HEADER_BYTES
first() {
    whole=$(mktemp)
    zcat "$from/$1.gz" > "$whole"
    {
        head -c 4 "$whole"
        printf "$3"
        head -c "$5" "$whole" | tail -c +9
        tail -c "+$(($5 + 1))" "$whole" | head -c "$(($2 * $4))"
    } | gzip -9n > "$to/$1.gz"
    rm "$whole"
}

first train-images-idx3-ubyte 10000 '\0\0\047\020' 784 16
first train-labels-idx1-ubyte 10000 '\0\0\047\020' 1 8
first t10k-images-idx3-ubyte 2000 '\0\0\007\320' 784 16
first t10k-labels-idx1-ubyte 2000 '\0\0\007\320' 1 8
