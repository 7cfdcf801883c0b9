#!/bin/sh
# Downloads a whole log, or what is new of it:   sh fetch.sh https://city.example/log folder
# What a tile holds never changes, so a file that is there already is kept.
set -eu
from=${1%/}
to=$2

path_of() {
  number=$1
  path=$(printf %03d $((number % 1000)))
  number=$((number / 1000))
  while [ "$number" -gt 0 ]; do
    path=$(printf x%03d $((number % 1000)))/$path
    number=$((number / 1000))
  done
  printf %s "$path"
}

get() {
  [ -s "$to/$1" ] || curl -fsS --create-dirs --retry 5 -o "$to/$1" "$from/$1"
}

mkdir -p "$to"
curl -fsS -o "$to/checkpoint" "$from/checkpoint"
level=0
count=$(sed -n 2p "$to/checkpoint")
while [ "$count" -gt 0 ]; do
  index=0
  while [ $((index * 256)) -lt "$count" ]; do
    width=$((count - index * 256))
    part=
    [ "$width" -ge 256 ] || part=.p/$width
    get "tile/$level/$(path_of $index)$part"
    [ "$level" -gt 0 ] || get "tile/entries/$(path_of $index)$part"
    index=$((index + 1))
  done
  count=$((count / 256))
  level=$((level + 1))
done
