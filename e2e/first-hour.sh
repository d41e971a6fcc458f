#!/bin/bash
# The first hour, as its page has it: every command of docs/first-hour.md, in its order, ends well.
# takes: 1 s, 900 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"
only_in_full_run "two composes and four boots"

mkdir "$work/hour" "$work/home"
cd "$work/hour"
ln -s "$root/bin" bin
ln -s "$root/script" script
cp -r "$root/treefiles" treefiles
# Each block as a line: its language, and its text with the line ends as \n.
python3 - "$root/docs/first-hour.md" >"$work/blocks" <<'BLOCKS'
import re, sys
for language, text in re.findall(r"^```(\w+)\n(.*?)^```", open(sys.argv[1]).read(), re.M | re.S):
    print(language, text.replace("\n", "\\n"))
BLOCKS
inside=$(printf 'ostree admin status\nsystemctl --failed --no-legend\ntouch /usr/bin/mine\nid -un\n')
while read -r language text; do
  printf '%b' "$text" >"$work/block"
  name=$(sed -n '1s/^# \(.*\.yaml\)$/\1/p' "$work/block")
  if [ "$language" = yaml ]; then
    [ -z "$name" ] || cp "$work/block" "$name"
    continue
  fi
  # What is typed inside of the machine.
  grep -qE '^(bin|script)/' "$work/block" || continue
  while read -r command; do
    [ "$command" != script/install ] || command="script/install $work/programs"
    assert "$command" bash -c "$command" <<<"$inside" >"$work/said"
    cat "$work/said"
    [ "$command" != "bin/debootc run --ssh" ] ||
      assert_equal "a shell of root is open, in which /usr is closed" root "$(tail -n 1 "$work/said")"
  done <"$work/block"
done <"$work/blocks"
assert_equal "nginx of the own system is active" active "$(bin/debootc run latest --ssh -- systemctl is-active nginx)"
