#!/bin/sh
# Stands in for bootc where no tree has one: does what `bootc internals ostree-container image deploy` does with an OCI layout,
# by the programs of the tree, and ends as bootc does in debootc's sandbox.
set -eu

[ "${1-} ${2-} ${3-} ${4-}" = "internals ostree-container image deploy" ] || exit 2
shift 4
while [ $# -gt 0 ]; do
  case $1 in
    --sysroot) sysroot=$2 ;;
    --stateroot) stateroot=$2 ;;
    --imgref) image=${2#ostree-unverified-image:oci:} ;;
    --target-imgref) target=$2 ;;
    *) echo "bootc: unknown option $1" >&2 && exit 2 ;;
  esac
  shift 2
done
layout=${image%:*}
# bootc reads images by skopeo, which takes nothing without a policy.
[ -e "$HOME/.config/containers/policy.json" ]

blob() { echo "$layout/blobs/sha256/$1"; }
digests() { grep -o '"digest":"sha256:[0-9a-f]*"' "$1" | sed 's/.*sha256:\(.*\)"/\1/'; }
manifest=$(blob "$(digests "$layout/index.json" | sed -n 1p)")
root=/var/tmp/root
mkdir -p "$root"
# The first digest may be that of the configuration, which is no archive.
for digest in $(digests "$manifest"); do
  case $(head -c 1 "$(blob "$digest")") in
    "{") ;;
    *) tar --zstd --extract --numeric-owner --xattrs --xattrs-include='*' --directory "$root" --file "$(blob "$digest")" ;;
  esac
done
mv "$root/etc" "$root/usr/etc"
repo=$sysroot/ostree/repo
commit=$(ostree commit --repo="$repo" --branch=ostree/container/image/trial --bootable --tree="dir=$root")
printf '[origin]\ncontainer-image-reference=%s\n' "$target" >/var/tmp/origin
ostree admin deploy --sysroot="$sysroot" --os="$stateroot" --origin-file=/var/tmp/origin "$commit"
echo "error: This command requires full root privileges (CAP_SYS_ADMIN)" >&2
exit 1
