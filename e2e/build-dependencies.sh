#!/bin/bash
# Which packages a build gets: of alternatives, from sources that complete the suite, by pins, from directories of .debs.
# takes: 50 s
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/bare-archive.sh"
. "$root/e2e/lib/native-tree.sh"
needs_root "a chroot is made"

# source_with NAME BUILD-DEPENDS: a native tree whose package lists what is installed of the names in $asked.
asked='gawk|mawk'
source_with() {
  native_tree "$work/$1" "$2" "dpkg-query --show --showformat '\$\${Package} \$\${Version}\n' | grep -E '^($asked) ' || true"
}
build() {
  local name=$1
  shift
  debootc mock-build "$work/$name/" --result-dir "$work/results" "$@" >"$work/said" 2>&1
}
# said: what it said, in one line.
said() { tr --squeeze-repeats ' \n' ' ' <"$work/said"; }
# installed NAME: what its build found installed.
installed() { word_in "$work/results" "$1" | paste -sd,; }

source_with first 'gawk | mawk'
assert "a build dependency with alternatives is met" build first
assert_matches "by the first, although the chroot has another" <(installed first) '^gawk [^,]*,mawk [^,]*$'
assert "by what is there, if all alternatives count" build first --alternatives all
assert_matches "and nothing else" <(installed first) '^mawk [^,]*$'
source_with gone 'there-is-no-such-package | gawk'
assert_status "a first alternative that nobody has cannot be met" 31 build gone
assert_contains "which names the option" <(said) "--alternatives all also allows gawk"
assert "by which it can" build gone --alternatives all

for name in tool lib other; do bare_deb usual "$name" 1; done
bare_deb more tool 2 'Depends: lib (>= 2)'
bare_deb more lib 2
bare_deb more other 2
bare_indexes usual
bare_indexes more -oAPT::FTPArchive::Release::NotAutomatic=yes -oAPT::FTPArchive::Release::Codename=more
config() {
  printf 'sources:\n- {id: usual, uris: ./usual, suites: ./, trusted: true}\n- {id: more, uris: ./more, suites: ./, trusted: true}\n%s\n' "$1" >"$work/config.yaml"
}

asked='tool|lib|other'
source_with newer 'tool (>= 2), other'
config ''
assert_status "a bound that the suite cannot meet is not met from a suite that has to be named" 31 build newer --config "$work/config.yaml"
assert_contains "which names it" <(said) "more has tool 2: write \`dependencies-from: [more]\`"
config 'dependencies-from: [more]'
assert "it is met from a source that completes the suite" build newer --config "$work/config.yaml"
assert_equal "with what that needs, and nothing else from there" "lib 2,other 1,tool 2" "$(installed newer)"
lock=$(echo "$work"/results/newer_1_*/buildroot.lock.json)
cp "$lock" "$work/first.lock.json"
assert "it builds again" build newer --config "$work/config.yaml"
assert "in the same root, now that the indexes of this machine are cached" diff "$work/first.lock.json" "$lock"
config $'dependencies-from: [more]\npins:\n- {package: other, pin: release n=more, priority: 990}'
assert "pins take what is not needed, too" build newer --config "$work/config.yaml"
assert_equal "if they name it" "lib 2,other 2,tool 2" "$(installed newer)"

source_with loose 'tool (>= 3), lib'
bare_deb loose-debs tool 3
bare_deb loose-debs lib 3
assert "loose packages meet build dependencies" build loose --extra-package "$work/loose-debs/tool_3_all.deb" --extra-package "$work/loose-debs/lib_3_all.deb"
assert "so does a directory of them" build loose --extra-package "$work/loose-debs"
assert_equal "which are what is installed" "lib 3,tool 3" "$(installed loose)"
printf 'sources: [{id: mine, uris: ./loose-debs, suites: ./, trusted: true}]\n' >"$work/config.yaml"
assert_status "as a source, the directory has no index" 3 build loose --config "$work/config.yaml"
assert_contains "which says how to make one" <(said) "apt-ftparchive packages . > Packages"
(cd "$work/loose-debs" && apt-ftparchive release . >../Release && mv ../Release . && apt-ftparchive packages . >Packages)
assert_status "an index that the Release file does not list is refused" 3 build loose --config "$work/config.yaml"
assert_contains "for that" <(said) "has a Release file that lists no index of packages"
bare_indexes loose-debs
assert "with both it is a source" build loose --config "$work/config.yaml"
