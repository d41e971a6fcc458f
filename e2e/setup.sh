#!/bin/bash
# A checkout is ready by itself: the command line starts from anywhere, and the set-up is quick once it is done.
# takes: 5 s
# needs: alone
. "$(dirname "$0")/lib.sh"

version=$(sed -n 's/^  "version": "\(.*\)",/\1/p' "$root/cli/package.json")

assert "debootc --version runs" debootc --version >"$work/version"
assert_contains "debootc --version tells the version of the command line" "$work/version" "$version"

assert "debootc --help runs" debootc --help >"$work/help"
assert_contains "debootc --help lists the verbs" "$work/help" compose

bin="$work/own programs"
assert "script/install puts debootc into a directory" "$root/script/install" "$bin" >"$work/installed"
assert_contains "and says how to get it into PATH" "$work/installed" 'is not in your PATH yet'
assert_equal "by name it runs from there" "$version" "$(cd / && env PATH="$bin:$PATH" debootc --version)"
cd / && PATH="$bin:$PATH" env debootc --help >"$work/called"
"$root/bin/debootc" --help >>"$work/called"
cd "$root"
assert_matches "its examples then begin with the name alone" "$work/called" '^  debootc compose '
assert_contains "else with the path that it was called by" "$work/called" "  $root/bin/debootc compose "
assert "a second time changes nothing" "$root/script/install" "$bin"
assert "it is removed again" "$root/script/install" --uninstall "$bin"
assert_equal "with nothing left" "" "$(ls -A "$bin")"
echo mine >"$bin/debootc"
assert_status "another program of that name is not replaced" 2 "$root/script/install" "$bin"
assert_status "and not removed" 2 "$root/script/install" --uninstall "$bin"
assert_equal "it is as it was" mine "$(cat "$bin/debootc")"

ln -s "$root/bin/debootc" "$work/link"
mkdir "$work/elsewhere"
cd "$work/elsewhere"
assert "debootc runs from another directory and through a link" ../link --version

cd "$root"
assert_status "an argument with spaces arrives as one word" 2 debootc 'no such verb' 2>"$work/refused"
assert_contains "and is told back as it was given" "$work/refused" 'no such verb'

assert "script/setup has nothing to do" timeout 60 script/setup 2>"$work/first"
start=$(date +%s%N)
assert "script/setup runs again" script/setup 2>"$work/second"
milliseconds=$((($(date +%s%N) - start) / 1000000))
assert "it takes less than a second: $milliseconds ms" test "$milliseconds" -lt 1000
assert_equal "and says nothing" "" "$(cat "$work/second")"

script/setup &
one=$!
script/setup &
assert "two set-ups at once do not break each other: one" wait "$one"
assert "two set-ups at once do not break each other: the other" wait $!

# What is newer than the bundle runs from its source.
assert "debootc runs from its bundle" bash -x bin/debootc --version 2>"$work/trace"
assert_contains "and not from its sources" "$work/trace" "$root/dist/current/debootc/main.js --version"
tree=$work/tree
mkdir -p "$tree"/{cli/src,packages/core/src,scripts/bundle,node_modules}
touch "$tree"/{cli/package.json,cli/src/main.ts,packages/core/package.json,packages/core/src/one.ts,node_modules/.setup.sha256}
. script/bundled
# Times of a file system are only as fine as a tick of the kernel.
bundle() { sleep 0.1 && rm -rf "$tree/dist" && mkdir -p "$tree/dist/1" && touch "$tree/dist/1/begun" && ln -s 1 "$tree/dist/current" && sleep 0.1; }
assert_not "without a bundle there is nothing to run" bundled "$tree"
bundle
assert "a bundle that is newer than all sources is current" bundled "$tree"
touch --date "2 days ago" "$tree/packages/core/src/one.ts"
assert_not "it is not when a source has changed, however old it claims to be" bundled "$tree"
bundle
rm "$tree/packages/core/src/one.ts"
assert_not "nor when one is gone" bundled "$tree"
