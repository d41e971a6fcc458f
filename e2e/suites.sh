#!/bin/bash
# Chroots of other releases than the newest: each is made by its own apt and dpkg, whatever this machine runs.
# takes: 80 s, 150 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "building packages mounts layers"

suites=bookworm
if [ -n "${DEBOOTC_TEST_FULL:-}" ]; then suites="bookworm forky sid"; else say "skip - forky and sid: only in script/test --full"; fi
# A mirror that stands still has indexes of these two that are expired.
mirror=$(cd "$root/packages/pipeline" && "$root/script/node" --input-type=module -e '
  const { hostMirrors } = await import("@debootc/tools/apt/apt-config");
  console.log(process.env.DEBOOTC_MIRROR ?? (await hostMirrors()).main);')
for suite in $suites; do
  printf 'sources:\n  - {id: debian, uris: %s, suites: %s, components: main, check-valid-until: false}\n' \
    "$mirror" "$suite" >"$work/$suite.yaml"
  configuration=()
  [ "$suite" = bookworm ] || configuration=(--config "$work/$suite.yaml")
  assert "sl builds in $suite" debootc mock-build sl --suite "$suite" "${configuration[@]}" --result-dir "$work/$suite"
  debhelper=$(sed -n 's/^ debhelper (= \(.*\)),$/\1/p' "$work/$suite"/sl_*/*.buildinfo)
  echo "$suite: debhelper $debhelper" >>"$work/versions"
done
cat "$work/versions"
assert_matches "with the tools of its own release" "$work/versions" "bookworm: debhelper 13\.11"
