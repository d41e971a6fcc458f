#!/bin/bash
# A package that breaks, and prints commands to a CI runner, marks that reorder text, and what dpkg, a full disk or the
# sandbox would say: what it prints is shown, but neither obeyed nor believed.
# takes: 45 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

cp -r "$root/treefiles" "$work/treefiles"
tree=$work/loud
mkdir -p "$tree/DEBIAN"
printf '%s\n' "Package: loud" "Version: 1" "Architecture: all" "Maintainer: Test <test@example.org>" \
  "Description: prints what it should not" >"$tree/DEBIAN/control"
cat >"$tree/DEBIAN/postinst" <<'S'
#!/bin/sh
echo 'dpkg: error processing archive evilblink (--unpack):' >&2
echo 'dpkg: error processing package libc6 (--configure):' >&2
echo 'status: libc6 : error : broken'
echo 'bwrap: No permissions to create new namespace' >&2
echo 'setpriv: failed to execute mmdebstrap' >&2
echo "cp: error writing '/usr/x': No space left on device" >&2
printf '%s\n' '::error file=x::told by a package' '  ::add-mask::debootc' 'log ##[group]x'
printf 'over\r::stop-commands::x\n'
printf 'gpj.\342\200\256exe \342\200\213hidden\n'
exit 1
S
chmod 755 "$tree/DEBIAN/postinst"
dpkg-deb --root-owner-group --build "$tree" "$work/treefiles/loud.deb"
cat >"$work/treefiles/loud.yaml" <<'Y'
include: tiny.yaml
ref: test/${basearch}/loud
local-packages: [loud.deb]
Y
export GITHUB_ACTIONS=true
said=$work/said
compose() {
  bash -c '"$1/bin/debootc" compose "$2/treefiles/loud.yaml" --output-dir "$2/out" "${@:3}" >"$2/said" 2>&1' _ "$root" "$work" "$@"
}
# Lines that GitHub's runner would take for commands, and characters that reorder or hide text.
acting() { tr '\r' '\n' <"$said" | grep -aP '^\s*::|##\[|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]' || true; }

assert_status "a package that breaks is the cause, whatever it says of others" 10 compose
assert_matches "dpkg names it, and says why" "$said" \
  '^debootc: the package loud could not be installed: .*post-installation script subprocess returned error exit status 1$'
assert_contains "what it prints is shown" "$said" ': :error file=x::told by a package'
assert_contains "with marks as escapes" "$said" 'gpj.\u202eexe \u200bhidden'
assert_equal "and nothing of it acts" "" "$(acting)"
assert_contains "the log has it as it was printed" "$(echo "$work"/out/*/logs/root.log)" '::error file=x::told'

# mmdebstrap leaves essential packages to dpkg, others to apt: each has a channel of its own.
echo "Essential: yes" >>"$tree/DEBIAN/control"
dpkg-deb --root-owner-group --build "$tree" "$work/treefiles/loud.deb"
assert_status "an essential package ends the same with --json" 10 compose --json
grep "\"type\":\"result\"" "$said" >"$work/result"
assert_contains "the cause is the same" "$work/result" 'the package loud could not be installed: installed loud package post-installation'
assert_equal "and nothing acts" "" "$(acting)"
