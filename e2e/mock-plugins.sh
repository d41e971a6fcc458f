#!/bin/bash
# The shipped plugins on a package of a few lines, with the real tools, and the plugin of docs/mock-plugins.md beside them.
# takes: 170 s, 195 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/tiny-source.sh"
needs_root "chroots are made by root"

# source_package NAME: a package that compiles one file, with a test of its own and a build dependency that nobody needs.
source_package() {
  local tree=$work/$1-1.0
  tiny_source "$1"
  mkdir -p "$tree/debian/tests"
  printf 'int twice(int x) { return 2 * x; }\n' >"$tree/twice.c"
  sed -i 's/^Standards/Build-Depends: bc, dc\nStandards/; s/^Architecture: all/Architecture: any/' "$tree/debian/control"
  printf 'Test-Command: test -e /usr/share/%s/twice.o\nDepends: @\n' "$1" >"$tree/debian/tests/control"
  (cd "$work" && dpkg-source --build "$1-1.0")
}

# build NAME: its output is $work/NAME.out, its results are $results.
build() {
  results=
  local status=0
  (cd "$work" && XDG_CONFIG_HOME=$work/config "$root/bin/debootc" mock-build "$1_1.0.dsc" --result-dir "$work/results") \
    >"$work/$1.out" 2>&1 || status=$?
  results=$(find "$work/results" -mindepth 1 -maxdepth 1 -name "$1_*" | sed -n 1p)
  return "$status"
}

# check NAME: status and summary of a check.
check() {
  jq --raw-output --arg name "$1" '.checks[] | select(.name == $name) | .status + ": " + .summary' "$results/result.json"
}

mkdir -p "$work/config/debootc" "$work/gpg"
sed -n '/^```ts$/,/^```$/p' "$root/docs/mock-plugins.md" | sed '1d;$d' >"$work/config/debootc/size-limit.ts"
chmod 700 "$work/gpg"
gpg() { GNUPGHOME=$work/gpg command gpg --batch --quiet --pinentry-mode loopback --passphrase '' "$@"; }
gpg --quick-generate-key "Tests <test@example.org>" ed25519 sign 2d
gpg --armor --export-secret-keys >"$work/key.asc"
GNUPGHOME=$work/gpg gpgconf --kill all
chmod 600 "$work/key.asc"

full='lintian: {}'
[ -n "${DEBOOTC_TEST_FULL:-}" ] || full=
cat >"$work/config/debootc/mock-build.yaml" <<YAML
plugins:
  ./size-limit.ts: {most: 1000000}
  hardware: {}
  tmpfs: {required-memory: 16MiB, directories: [/srv/scratch]}
  ccache: {max-size: 100MiB}
  package-state: {}
  resource-statistics: {}
  chroot-scan: {}
  buildroot-lock: {directory: $work/locks}
  unused-build-dependencies: {}
  autopkgtest: {}
  piuparts: {}
  signing: {key-file: $work/key.asc, required: true}
  $full
  scripts:
    beforeBuild:
      - {script: "echo I am \$(id -un) in \$DEBOOTC_CHROOT"}
      - {script: "echo then \$(id -un)", user: root}
    finished:
      - {script: "echo \$DEBOOTC_HOOK >$work/finished", where: outside}
YAML

source_package tidy <<'SCRIPT'
set -e
echo 1+1 | bc
mountpoint /srv/scratch || true
gcc -g -O2 -c twice.c -o twice.o
mkdir -p debian/tmp/usr/share/tidy
cp twice.o debian/tmp/usr/share/tidy/
echo limit $SIZE_LIMIT
SCRIPT

assert "a build with all plugins succeeds" build tidy
assert_equal "the plugin of the documents has judged" "passed: all are small enough" "$(check size-limit)"
assert_contains "what it contributed was there" "$results/build.log" "limit 1000000"
assert_contains "the directory in memory was there" "$results/build.log" "/srv/scratch is a mountpoint"
assert_contains "what it did in the root is beside the results" "$results/source-tree-size.txt" /build/reproducible-path/tidy-1.0
assert_equal "the build dependency that nobody opened is named" \
  "failed: nothing opened a file of dc" "$(check unused-build-dependencies)"
assert_equal "the package's own tests ran" "passed: all tests passed" "$(check autopkgtest)"
assert_equal "the package was installed and purged" "passed: nothing is left behind" "$(check piuparts)"
[ -z "$full" ] || assert_matches "lintian judged" <(check lintian) '^(passed|failed): [0-9]+ error'
# The cache is that of all scenarios: an earlier run may have filled it.
assert_equal "ccache saw one compilation" 1 "$(jq '.hits + .misses' "$results/ccache.json")"
assert_contains "scripts run as builder" "$results/plugins.log" "[scripts] I am builder in trixie-amd64"
assert_contains "and as root" "$results/plugins.log" "[scripts] then root"
assert_equal "and on this machine" finished "$(cat "$work/finished")"
assert "the machine is described" jq --exit-status '.processor.count > 0' "$results/hardware.json"
assert "what was used is told" jq --exit-status '.resources.cpuSeconds > 0' "$results/resource-statistics.json"
assert_matches "what was installed is told" "$results/installed-packages.txt" '^bc [0-9]'
assert "the lock is gathered" test -s "$work/locks/tidy_1.0_amd64.lock.json"
assert ".changes is signed" gpg --verify "$results/tidy_1.0_amd64.changes"
assert ".buildinfo is signed" gpg --verify "$results/tidy_1.0_amd64.buildinfo"
GNUPGHOME=$work/gpg gpgconf --kill all
assert ".changes has the digest of the signed .buildinfo" grep --quiet --fixed-strings \
  "$(sha256sum <"$results/tidy_1.0_amd64.buildinfo" | cut -d ' ' -f 1)" "$results/tidy_1.0_amd64.changes"
assert_equal "result.json has the digest of the signed .changes" \
  "sha256:$(sha256sum <"$results/tidy_1.0_amd64.changes" | cut -d ' ' -f 1)" \
  "$(jq --raw-output '.artefacts[] | select(.kind == "changes").sha256' "$results/result.json")"
assert_not "the key is nowhere in the results" grep --recursive --quiet "PRIVATE KEY" "$results"

builds=$(jq .builds "$results/resource-statistics.json")
build tidy || fail "the second build fails"
assert_equal "the second time, the compilation is in the cache" 1 "$(jq .hits "$results/ccache.json")"
assert_equal "and earlier builds are counted" $((builds + 1)) "$(jq .builds "$results/resource-statistics.json")"

cat >"$work/config/debootc/mock-build.yaml" <<YAML
plugins:
  ./size-limit.ts: {most: 10, enforce: true}
  chroot-scan: {}
YAML
assert_status "packages that are larger than agreed fail the build by policy" 6 build tidy
assert_contains "with what was found" "$work/tidy.out" "too large: tidy_1.0_amd64.deb"

tiny_source crashes <<'SCRIPT'
mkdir -p deep/down
echo 'what went wrong' >deep/down/test-suite.log
echo dump >core
exit 1
SCRIPT
assert_not "a build that fails" build crashes
tar --zstd --list --file "$results/chroot-scan.tar.zst" >"$work/saved"
assert_contains "leaves the logs of its tests" "$work/saved" deep/down/test-suite.log
assert_contains "and its dumps" "$work/saved" build/reproducible-path/crashes-1.0/core

cat >"$work/config/debootc/mock-build.yaml" <<'YAML'
plugins:
  lintain: {}
  ccache: {max-size: 3}
  ./none.ts: {}
YAML
assert_status "wrong plugins are refused" 3 build tidy
assert_matches "a mistyped name" "$work/tidy.out" 'mock-build.yaml:2:3: .*there is no plugin lintain'
assert_contains "with the right one" "$work/tidy.out" "Did you mean lintian?"
assert_matches "a wrong option, at its place" "$work/tidy.out" 'mock-build.yaml:3:22: plugins.ccache.max-size'
assert_matches "a file that is not there" "$work/tidy.out" 'mock-build.yaml:4:3: .*none.ts does not exist'

mkdir "$work/tidy-1.0/inside"
echo 'throw new Error("it was read");' >"$work/tidy-1.0/inside/evil.mjs"
printf 'plugins: {%s: {}}\n' "$work/tidy-1.0/inside/evil.mjs" >"$work/config/debootc/mock-build.yaml"
assert_status "a plugin out of the source package is refused" 9 env XDG_CONFIG_HOME="$work/config" \
  "$root/bin/debootc" mock-build "$work/tidy-1.0" --result-dir "$work/results"
