#!/bin/bash
# Scripts of packages and of treefiles that fork without end, hang, or fill the disk or the memory: each ends the compose
# with the right exit status, a clear line and a clean machine.
# takes: 125 s
# needs: archive, build-groups
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/build-groups.sh"
needs_root "limits are kept by control groups"
cp -r "$root/treefiles" "$work/treefiles"

# attack NAME STATUS LINE OPTION...: composes tiny with a package whose postinst is standard input.
attack() {
  local name=$1 status=$2 line=$3 tree=$work/build/$1
  shift 3
  mkdir -p "$tree/DEBIAN"
  printf '%s\n' "Package: $name" "Version: 1" "Architecture: all" "Maintainer: Nobody <nobody@example.org>" \
    "Description: test" >"$tree/DEBIAN/control"
  cat >"$tree/DEBIAN/postinst"
  chmod 755 "$tree/DEBIAN/postinst"
  dpkg-deb --root-owner-group --build "$tree" "$work/$name.deb" >/dev/null
  printf 'include: treefiles/tiny.yaml\nref: test/%s\nlocal-packages: [%s]\n' "$name" "$name.deb" >"$work/$name.yaml"
  assert_status "$name ends with exit status $status" "$status" compose "$name" "$@"
  finished "$name" "$line"
}

compose() {
  debootc compose "$work/$1.yaml" --output-dir "$work/out" "${@:2}" 2>&1 | tee "$work/$1.out"; return "${PIPESTATUS[0]}"
}

finished() {
  assert_matches "$1 says what it was" "$work/$1.out" "$2"
  assert_equal "$1 leaves no control group" "" "$(dead_build_groups)"
  assert_no_leaks "$1 leaves no process and no mount"
}

attack forks 10 'the installation of the packages wants more than 200 processes and threads at once' \
  --limit-processes 200 <<'SCRIPT'
#!/bin/bash
bomb() { bomb | bomb & }
bomb 2>/dev/null
sleep 1
exit 1
SCRIPT

attack fills 10 'the installation of the packages wrote more into its root than its limit of 2 GiB' \
  --limit-disk 2GiB <<'SCRIPT'
#!/bin/sh
dd if=/dev/zero of=/var/much bs=1M count=2200 status=none
sleep 4011
SCRIPT

attack eats 10 'the installation of the packages needs more memory than its limit of 512 MiB' \
  --limit-memory 512MiB <<'SCRIPT'
#!/bin/sh
perl -e '$x = "x" x 2_000_000_000'
SCRIPT

printf 'include: treefiles/tiny.yaml\nref: test/hangs\npostprocess:\n  - |\n    #!/bin/sh\n    echo it begins\n    sleep 4012\n' \
  >"$work/hangs.yaml"
assert_status "hangs ends with exit status 11" 11 env DEBOOTC_LIMIT_SILENCE=10s "$root/bin/debootc" \
  compose "$work/hangs.yaml" --output-dir "$work/out" >"$work/hangs.out" 2>&1
finished hangs 'the postprocess script of .*hangs.yaml:[0-9]* printed nothing for 10 s and was stopped'
assert_matches "what hung is named" "$work/hangs.out" 'still running:.*sleep 4012'
