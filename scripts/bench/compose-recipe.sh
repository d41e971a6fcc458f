#!/bin/bash
# compose-recipe.sh POOL PACKAGES EPOCH OUT: what a person would write by hand for the same packages, and the seconds of
# each phase as JSON. POOL is a flat repository with its index; PACKAGES is comma-separated; OUT must not exist.
set -euo pipefail
pool=$1 packages=$2 epoch=$3 out=$4
export SOURCE_DATE_EPOCH=$epoch INITRD=No DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
mkdir "$out"
R=$out/root

began=$EPOCHREALTIME
phase() {
  printf '"%s": %s, ' "$1" "$(awk "BEGIN { print $EPOCHREALTIME - $began }")"
  began=$EPOCHREALTIME
}

build_root() {
  mmdebstrap --quiet --mode=root --variant=essential --format=directory \
    --aptopt='APT::Install-Recommends "false"' --include="$packages" \
    "" "$R" "deb [trusted=yes] copy://$pool ./"

  local kernel modules
  kernel=$(ls "$R/usr/lib/modules")
  modules=$R/usr/lib/modules/$kernel
  [ -e "$modules/vmlinuz" ] || cp "$R/boot/vmlinuz-$kernel" "$modules/vmlinuz"
  mkdir -p "$R/usr/lib/ostree"
  printf '[sysroot]\nreadonly = true\n[etc]\ntransient = false\n' >"$R/usr/lib/ostree/prepare-root.conf"
  # shellcheck disable=SC2016 # expanded by the inner shell
  unshare --mount sh -ec 'mount --make-rprivate /
    mount -t proc p "$1/proc"; mount -t sysfs s "$1/sys"; mount --bind /dev "$1/dev"
    mount -t tmpfs t "$1/tmp"; mount -t tmpfs t "$1/run"
    chroot "$1" dracut --force --no-hostonly --reproducible --zstd --add "ostree systemd" --kver "$2" \
      "/usr/lib/modules/$2/initramfs.img"' sh "$R" "$kernel"
  chmod 644 "$modules/initramfs.img"

  rm -rf "$R"/boot/* "$R"/vmlinuz* "$R"/initrd* "$R"/run/* "$R"/tmp/* "$R"/dev/* "$R/var/lib/apt/lists"
  rm -f "$R"/etc/ssh/ssh_host_*key* "$R"/etc/{passwd,group,shadow,gshadow,subuid,subgid}- "$R/etc/.pwd.lock" \
    "$R/etc/hostname" "$R/etc/.resolv.conf.systemd-resolved.bak"
  find "$R/var/log" "$R/var/cache" -type f -delete
  echo uninitialized >"$R/etc/machine-id"
  mkdir -p "$R/usr/lib/sysimage"
  mv "$R/var/lib/dpkg" "$R/usr/lib/sysimage/dpkg"
  rm -f "$R"/usr/lib/sysimage/dpkg/*-old "$R"/usr/lib/sysimage/dpkg/lock* "$R/usr/lib/sysimage/dpkg/triggers/Lock"
  (
    cd "$R"
    find var -mindepth 1 -type d -printf 'd /%p %m %U %G - -\n'
    find var -mindepth 1 -type l -printf 'L /%p - - - - %l\n'
  ) | sort -k2,2 >"$R/usr/lib/tmpfiles.d/zz-var.conf"
  find "$R/var" -mindepth 1 -delete
  local directory
  for directory in home srv opt mnt; do
    rmdir "$R/$directory"
    ln -s "var/$directory" "$R/$directory"
  done
  rm -rf "$R/root" "$R/usr/local" "$R/media"
  ln -s var/roothome "$R/root"
  ln -s ../var/usrlocal "$R/usr/local"
  ln -s run/media "$R/media"
  mkdir "$R/sysroot"
  ln -s sysroot/ostree "$R/ostree"
}

make_commit() {
  ostree --repo="$out/repo" init --mode=archive
  mv "$R/etc" "$R/usr/etc"
  ostree --repo="$out/repo" commit --branch=bench/recipe --tree=dir="$R" --bootable --timestamp="@$epoch" \
    --subject=recipe --add-metadata-string=version=1
  mv "$R/usr/etc" "$R/etc"
}

write_image() {
  mkdir -p "$out/oci/blobs/sha256"
  local layer config manifest diff digest
  # The digest of the layer before compression is taken on the way.
  mkfifo "$out/pipe"
  sha256sum <"$out/pipe" | cut -d ' ' -f 1 >"$out/diff" &
  local digesting=$!
  tar --sort=name --numeric-owner --mtime="@$epoch" --format=pax \
    --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' --xattrs --xattrs-include='*' \
    --create --directory="$R" . |
    tee "$out/pipe" | gzip -n >"$out/layer"
  wait "$digesting"
  diff=$(cat "$out/diff")
  blob() { # FILE: moved to its place, as a descriptor without its type
    digest=$(sha256sum "$1" | cut -d ' ' -f 1)
    printf '"digest":"sha256:%s","size":%s' "$digest" "$(stat -c %s "$1")"
    mv "$1" "$out/oci/blobs/sha256/$digest"
  }
  layer=$(blob "$out/layer")
  printf '{"architecture":"%s","os":"linux","config":{"Cmd":["/sbin/init"],"Labels":{"containers.bootc":"1","ostree.bootable":"1"}},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(dpkg --print-architecture)" "$diff" >"$out/config"
  config=$(blob "$out/config")
  local type=application/vnd.oci.image
  printf '{"schemaVersion":2,"mediaType":"%s.manifest.v1+json","config":{"mediaType":"%s.config.v1+json",%s},"layers":[{"mediaType":"%s.layer.v1.tar+gzip",%s}]}' \
    "$type" "$type" "$config" "$type" "$layer" >"$out/manifest"
  manifest=$(blob "$out/manifest")
  printf '{"schemaVersion":2,"manifests":[{"mediaType":"%s.manifest.v1+json",%s}]}' "$type" "$manifest" >"$out/oci/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' >"$out/oci/oci-layout"
}

printf '{'
build_root >"$out/root.log" 2>&1
phase root
make_commit >"$out/commit.log" 2>&1
phase commit
write_image >"$out/image.log" 2>&1
phase image
printf '"checksum": "%s"}\n' "$(ostree --repo="$out/repo" rev-parse bench/recipe)"
