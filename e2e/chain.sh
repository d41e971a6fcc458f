#!/bin/bash
# Source packages that need each other: their order, cycles, failures, and a chain that is killed and goes on.
# takes: 160 s
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/native-tree.sh"
needs_root "a chroot is made"

sources=$work/sources
mkdir -p "$sources"

# make_source NAME BUILD-DEPENDS COMMAND [FIELD...]: see native_tree.
make_source() { native_tree "$sources/$1" "${@:2}"; }

chain() {
  cd "$sources"
  "$root/bin/debootc" mock-build --result-dir "$work/results" "$@"
}

# outcome_of NAME: what chain.json says became of a package.
outcome_of() {
  python3 -c 'import json, sys; print(*[p["outcome"] for p in json.load(open(sys.argv[1]))["packages"] if p["name"] == sys.argv[2]])' "$work/results/chain.json" "$1"
}

order() {
  python3 -c 'import json, sys; print(*[p["name"] for p in json.load(open(sys.argv[1]))["packages"]])' "$work/results/chain.json"
}

# timed: how many packages chain.json says the time of.
timed() {
  python3 -c 'import json, sys; print(sum("seconds" in p for p in json.load(open(sys.argv[1]))["packages"]))' "$work/results/chain.json"
}

word_of() { word_in "$work/results" "$1"; }

make_source chain-one "" "echo one"
make_source chain-two "chain-one (>= 1)" "cat /usr/share/chain-one/word; echo two"
make_source chain-three "chain-two, chain-one" "cat /usr/share/chain-two/word; echo three"
make_source chain-alone "" "sleep 1; echo alone"

assert "a chain is built" chain --jobs 2 ./chain-three ./chain-two ./chain-alone ./chain-one
assert_equal "in the order of the build dependencies" "chain-alone chain-one chain-two chain-three" "$(order)"
assert_equal "each with the packages of those before" "one two three" "$(word_of chain-three | paste -sd' ')"
assert_contains "which its lock names as local" "$work/results/chain-three_1_$(dpkg --print-architecture)/buildroot.lock.json" local-packages

assert "a chain that is run again" chain ./chain-three ./chain-two ./chain-alone ./chain-one
assert_equal "builds nothing that has not changed" "reused reused reused reused" "$(for name in chain-one chain-two chain-three chain-alone; do outcome_of "$name"; done | paste -sd' ')"
assert_equal "keeps what each took, by which the next one begins the longest first" 4 "$(timed)"
assert_equal "and has the same results" "one two three" "$(word_of chain-three | paste -sd' ')"
assert "with their logs" test -s "$work/results/chain-three_1_$(dpkg --print-architecture)/build.log"

# What was built before is there for a build of its own, and for a chain.
built=$work/results/chain-two_1_$(dpkg --print-architecture)
mkdir "$work/given"
cp "$built"/*.deb "$work/given"
make_source chain-takes "chain-two" "cat /usr/share/chain-two/word; echo takes"
assert_status "without its build dependency a package is not built" 31 chain ./chain-takes
assert "with the .deb of it, it is" chain --extra-package "$work/given" ./chain-takes
assert_equal "and its lock names it as local" 1 "$(grep -o '"sourceId":"local-packages"' "$work/results/chain-takes_1_$(dpkg --print-architecture)/buildroot.lock.json" | wc -l)"
assert_equal "it takes what that has" "one two takes" "$(word_of chain-takes | paste -sd' ')"
make_source chain-last "chain-takes, chain-two" "cat /usr/share/chain-takes/word /usr/share/chain-two/word"
assert "a chain has it, too" chain --extra-package "$work/given" ./chain-last ./chain-takes
assert_equal "next to what the chain built" "one two takes one two" "$(word_of chain-last | paste -sd' ')"
for wrong in "$work/no-such" "$sources" "$built/result.json"; do
  assert_status "what has no .deb is refused: ${wrong##*/}" 2 chain --extra-package "$wrong" ./chain-takes
done

make_source chain-two "chain-one (>= 1)" "cat /usr/share/chain-one/word; echo zwei"
assert "when one changes" chain ./chain-three ./chain-two ./chain-one
assert_equal "those before it are reused" reused "$(outcome_of chain-one)"
assert_equal "it is built" built "$(outcome_of chain-two)"
assert_equal "and so is what needs it" "built one zwei three" "$(outcome_of chain-three) $(word_of chain-three | paste -sd' ')"

make_source chain-asks "chain-offered" "cat /usr/share/chain-below/word"
make_source chain-offers "" "echo offers" "Provides: chain-offered" 'Depends: chain-below (>= ${binary:Version})'
make_source chain-below "" "echo below"
(cd "$sources" && dpkg-source --build chain-offers >"$work/offers.log" 2>&1) || { cat "$work/offers.log"; fail "no .dsc was made"; }
assert "what provides a needed package and what that one depends on" chain ./chain-asks ./chain-offers_1.dsc ./chain-below
assert_equal "come before" "chain-offers chain-below chain-asks" "$(order)"
assert_equal "and are installed" below "$(word_of chain-asks)"

# Of a package that Debian has, too, in a later version.
make_source hello "" "echo older"
sed -i '1s/(1)/(0.1)/' "$sources/hello/debian/changelog"
make_source chain-greets "hello" "hello"
chain ./hello ./chain-greets >"$work/older.log" 2>&1
assert_contains "a later version of the archive wins, which is told" "$work/older.log" "hello 0.1 was built by the chain, and 2."

make_source chain-two "chain-one" "exit 3"
assert_status "a failure ends the chain with its own status" 10 chain ./chain-one ./chain-two ./chain-three
assert_equal "what was built stays" "reused failed skipped" "$(for name in chain-one chain-two chain-three; do outcome_of "$name"; done | paste -sd' ')"
assert_status "with --continue the rest is built, and it ends with 4" 4 chain --continue ./chain-three ./chain-two ./chain-one ./chain-alone
assert_equal "without what needs the one that failed" "reused failed skipped reused" "$(for name in chain-one chain-two chain-three chain-alone; do outcome_of "$name"; done | paste -sd' ')"

assert_status "results that cannot be written end it with 70" 70 "$root/bin/debootc" mock-build --chain --result-dir "$work/older.log/results" "$sources/chain-one"

make_source chain-egg "chain-hen" "echo egg"
make_source chain-hen "chain-egg <!nocheck>" "echo hen"
status=0
chain ./chain-egg ./chain-hen >"$work/cycle.log" 2>&1 || status=$?
assert_equal "a cycle ends with 31" 31 "$status"
assert_contains "is told" "$work/cycle.log" "chain-egg needs chain-hen, which chain-hen builds"
assert_contains "with the profile that breaks it" "$work/cycle.log" "With --profiles nocheck, chain-hen does not need chain-egg"
assert "and is broken by it" chain --profiles nocheck ./chain-egg ./chain-hen
assert_equal "in the right order" "chain-hen chain-egg" "$(order)"

make_source chain-two "chain-one" "cat /usr/share/chain-one/word; echo two"
make_source chain-three "chain-two" "sleep 47.25; cat /usr/share/chain-two/word; echo three"
"$root/bin/debootc" mock-build --result-dir "$work/results" "$sources/chain-three" "$sources/chain-two" "$sources/chain-one" >"$work/killed.log" 2>&1 &
until ps -e -o args= | grep -x 'sleep 47.25' >/dev/null; do
  kill -0 $! || { cat "$work/killed.log"; fail "it ended before it was killed"; }
  sleep 0.2
done
kill -9 $!
wait $! || true
assert_no_leaks "a chain that is killed leaves no process and no mount"
make_source chain-three "chain-two" "cat /usr/share/chain-two/word; echo three"
assert "it goes on" chain ./chain-three ./chain-two ./chain-one
assert_equal "with what was done" "reused reused built" "$(for name in chain-one chain-two chain-three; do outcome_of "$name"; done | paste -sd' ')"
