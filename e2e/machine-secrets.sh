#!/bin/bash
# Secrets that each machine makes for itself are in no image, whoever makes them while it is built.
# takes: 100 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

arch=$(dpkg --print-architecture)
cp -r "$root/treefiles" "$work/treefiles"
# package NAME SCRIPT: a package whose maintainer script this is.
package() {
  mkdir -p "$work/build/$1/DEBIAN" "$work/build/$1/etc/$1" "$work/debs"
  printf '%s\n' "Package: $1" 'Version: 1' 'Architecture: all' 'Maintainer: Test <test@example.org>' \
    'Description: test' >"$work/build/$1/DEBIAN/control"
  printf '#!/bin/sh\nset -e\n%s\n' "$2" >"$work/build/$1/DEBIAN/postinst"
  chmod 755 "$work/build/$1/DEBIAN/postinst"
  printf -- '-----BEGIN PRIVATE KEY-----\neveryone has it\n' >"$work/build/$1/etc/$1/example.key"
  dpkg-deb --root-owner-group --build "$work/build/$1" "$work/debs/$1.deb" >/dev/null
}
package keeper 'mkdir -p /etc/ssl/private
(echo -----BEGIN PRIVATE KEY-----; head -c 30 /dev/urandom | base64) >/etc/ssl/private/keeper'
printf -- '-----BEGIN PRIVATE KEY-----\nof the user\n' >"$work/own.key"

treefile() { printf '%s\n' 'include: treefiles/tiny.yaml' "ref: test/$1" "${@:2}" >"$work/$1.yaml"; }
treefile made 'local-packages: [debs/keeper.deb]' 'postprocess: ["#!/bin/sh\nword=KEY; echo -----BEGIN EC PRIVATE $word----- >/etc/made"]'
assert_status "keys that were made while the image was built are refused" 10 \
  debootc compose "$work/made.yaml" --output-dir "$work/out" >"$work/said" 2>&1
assert_contains "one of a maintainer script is told" "$work/said" '/etc/ssl/private/keeper: a maintainer script made a private key'
assert_contains "with what to do" "$work/said" 'remove-files: [/etc/ssl/private/keeper]'
assert_contains "and one of a script of the treefile" "$work/said" '/etc/made: a postprocess script made a private key'
assert_not "but not one that a package ships" grep example.key "$work/said"
assert_not "the key itself is told nowhere" grep -r 'PRIVATE KEY' "$work/said" "$work/out"

# ssl-cert makes a key and a certificate for this machine when it is installed.
treefile snakeoil 'packages: [systemd, ssl-cert]' 'local-packages: [debs/keeper.deb]' \
  'remove-files: [/etc/ssl/private/keeper]' 'add-files: [[own.key, /etc/own.key]]'
assert "a tree with ssl-cert composes, without the key of the script, and with one that is the user's own" \
  debootc compose "$work/snakeoil.yaml" --output-dir "$work/out"
assert_contains "which the linter still judges" <(debootc lint latest --output-dir "$work/out" 2>&1 || true) /etc/own.key
repo=$work/out/latest/compose/snakeoil/$arch/ostree
first=$(ostree --repo="$repo" rev-parse test/snakeoil)
ostree --repo="$repo" checkout test/snakeoil "$work/machine"
machine=$work/machine
mv "$machine/usr/etc" "$machine/etc"
assert_equal "no key is in it" '' "$(ls "$machine/etc/ssl/private")"
assert_equal "nor the certificate, nor a link to it" '' "$(find "$machine/etc/ssl/certs" -name '*snakeoil*' -o -lname '*snakeoil*')"
unit=$machine/usr/lib/systemd/system/debootc-ssl-cert.service
assert "a unit makes them when they are missing" grep -q '^ConditionPathExists=!/etc/ssl/private/ssl-cert-snakeoil.key$' "$unit"
assert "before services start" test -e "$machine/usr/lib/systemd/system/basic.target.wants/debootc-ssl-cert.service"
touch "$machine/dev/null"
systemd-tmpfiles --root="$machine" --create --prefix=/var 2>&1 || true
read -ra command < <(sed -n 's/^ExecStart=//p' "$unit")
run() { chroot "$machine" env -i PATH=/usr/sbin:/usr/bin "$(sed -n 's/^Environment=//p' "$unit")" "${command[@]}"; }
assert "what it runs does so in the image" run
assert_equal "readable by its group alone" '640 ssl-cert' \
  "$(stat -c %a "$machine/etc/ssl/private/ssl-cert-snakeoil.key") $(chroot "$machine" stat -c %G /etc/ssl/private/ssl-cert-snakeoil.key)"
assert "with a certificate that fits" openssl verify -CAfile "$machine/etc/ssl/certs/ssl-cert-snakeoil.pem" "$machine/etc/ssl/certs/ssl-cert-snakeoil.pem"
assert "the same from scratch" debootc compose "$work/snakeoil.yaml" --no-cache --output-dir "$work/again" "${unjudged[@]}"
assert_equal "is the same commit" "$first" "$(ostree --repo="$work/again/latest/compose/snakeoil/$arch/ostree" rev-parse test/snakeoil)"
assert_equal "of which nothing was reused but verified packages" packages "$(python3 -c 'import json,sys
print(*sorted(n["node"] for n in json.load(open(sys.argv[1]))["nodes"] if n["outcome"] == "reused"))' "$work/again/latest/logs/timings.json")"
