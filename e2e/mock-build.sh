#!/bin/bash
# Packages of trixie, built as their archive and as sbuild have them; what cannot be built is refused with its reason.
# takes: 145 s, 400 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "building packages mounts layers"
[ "$(dpkg --print-architecture)" = amd64 ] || skip "what the packages are compared with is of amd64"
. "$root/e2e/lib/describe-debs.sh"
. "$root/e2e/lib/from-pool.sh"
results=$work/results

# build SOURCE [OPTION...]: into $results, its output in $work/said and in the log.
build() {
  local status=0
  debootc mock-build "$@" --result-dir "$results" >"$work/said" 2>&1 || status=$?
  cat "$work/said"
  return "$status"
}
# result SOURCE_VERSION_ARCHITECTURE KEY...: a value of its result.json.
result() {
  python3 -c '
import json, sys
value = json.load(open(sys.argv[1]))
for key in sys.argv[2:]: value = value[int(key)] if isinstance(value, list) else value[key]
print(value)' "$results/$1/result.json" "${@:2}"
}

# has_records_of SOURCE: files, control data and scripts are those that sbuild made, as sbuild.sh recorded them.
has_records_of() {
  describe_debs "$results/$1"_*/*.deb >"$work/$1.txt"
  assert "$1 has the files and the control data that sbuild gives it" diff "$root/e2e/sbuild-records/$1.txt" "$work/$1.txt"
}
# Autotools, tests and several packages, one of them for the installer: the bytes that Debian publishes. From the pool,
# as its successor is what the index names.
if haveged=$(haveged_from_pool "$work/haveged"); then
  assert "haveged builds from its .dsc" build "$haveged"
  assert "its packages are the archive's, byte for byte" sha256sum --check --strict <<END
78c4a34bf3a6221bc7fa792144525f780a39ac63f642dbdd6953777943115807  $results/haveged_1.9.19-12+deb13u1_amd64/haveged_1.9.19-12+deb13u1_amd64.deb
eb02e37e7e54a033dc2c35be330a8396788c8d936ed0f795354f59f298733014  $results/haveged_1.9.19-12+deb13u1_amd64/libhavege2_1.9.19-12+deb13u1_amd64.deb
e2db46d25536288356a3df0d0343cb7df2a02b804df68592e657d1c9f718b1da  $results/haveged_1.9.19-12+deb13u1_amd64/libhavege-dev_1.9.19-12+deb13u1_amd64.deb
a7e9971e93c93f64572d6111ff2df1ab781c550593db0ac6323e650ec8a5a2c9  $results/haveged_1.9.19-12+deb13u1_amd64/haveged-udeb_1.9.19-12+deb13u1_amd64.udeb
END
  assert_equal "nothing tried the network" 0 "$(result haveged_1.9.19-12+deb13u1_amd64 isolation network deniedAttempts)"
else
  say "skip - haveged 1.9.19-12+deb13u1: the pool of this mirror has it no more"
fi
assert_no_leaks "a build leaves nothing"

# C with a hand-written Makefile, and Perl of no architecture.
for source in sl libtext-aligner-perl; do
  assert "$source builds" build "$source"
  has_records_of "$source"
done

# Twice the same, from layers that are there.
cp "$results"/sl_*/*.deb "$work"
sl=$(echo "$results"/sl_*_amd64)
assert "it builds again, by its version" build "sl=$(cut -d_ -f2 <<<"${sl##*/}")"
assert_matches "in the chroot that is there" "$work/said" "Make a chroot of trixie for amd64: reused"
assert_matches "with the build dependencies that are there" "$work/said" "Install the build dependencies: reused"
for deb in "$work"/*.deb; do assert "${deb##*/} is the same" cmp "$deb" "$results"/sl_*/"${deb##*/}"; done

# What cannot be built.
mkdir -p "$work/broken-1.0/debian/source"
cat >"$work/broken-1.0/debian/control" <<'END'
Source: broken
Maintainer: Nobody <nobody@example.org>
Build-Depends: debhelper-compat (= 13)

Package: broken
Architecture: any
Description: fails
 Its build fails with an error of the compiler.
END
printf 'broken (1.0) unstable; urgency=low\n\n  * First.\n\n -- Nobody <nobody@example.org>  Sat, 01 Jan 2022 00:00:00 +0000\n' \
  >"$work/broken-1.0/debian/changelog"
printf '3.0 (native)\n' >"$work/broken-1.0/debian/source/format"
printf '#!/usr/bin/make -f\n%%:\n\tdh $@\n' >"$work/broken-1.0/debian/rules"
chmod +x "$work/broken-1.0/debian/rules"
printf 'all:\n\tcc -c wrong.c\n' >"$work/broken-1.0/Makefile"
printf 'int main(void) { return missing_name; }\n' >"$work/broken-1.0/wrong.c"
assert_status "a package that does not compile ends with 10" 10 build "$work/broken-1.0/"
assert_contains "its last screen has the compiler's words" "$work/said" "missing_name"
assert_equal "the result has the place" wrong.c "$(result broken_1.0_amd64.failed failure firstError file)"
assert_equal "and the stage" build "$(result broken_1.0_amd64.failed failure stage)"
assert_equal "and whose fault it is" package "$(result broken_1.0_amd64.failed failure error class)"
assert "the log is kept" test -s "$results/broken_1.0_amd64.failed/build.log"

sed -i 's/^Build-Depends:.*/Build-Depends: debhelper-compat (= 13), there-is-no-such-package/' "$work/broken-1.0/debian/control"
assert_status "a dependency that nobody has ends with 31" 31 build "$work/broken-1.0/"
assert_contains "and is named" "$work/said" there-is-no-such-package

sed -i 's/, there-is-no-such-package//; s/^Architecture: any/Architecture: s390x/' "$work/broken-1.0/debian/control"
assert_status "a package that is not for the architecture ends with 10" 10 build "$work/broken-1.0/"
assert_matches "and says so" "$work/said" "s390x"

assert_status "a package that the archive does not have ends with 2" 2 build sll
assert_matches "with the name that was meant" "$work/said" "sl"
assert_equal "and leaves no result directory" "" "$(find "$results" -name 'sll*')"
assert_status "a chroot that there is none of ends with 3" 3 build sl --suite trixy
assert_matches "with the name that was meant" "$work/said" "trixie"
results=$work/nowhere
assert_not "a configuration that is refused" build sl --arch armhf
assert_not "leaves nothing at all" test -e "$results"

only_in_full_run "packages whose tests take longest: libjson-perl and, under valgrind, jq"
results=$work/results
assert "libjson-perl builds" build libjson-perl
has_records_of libjson-perl
if jq=$(jq_from_pool "$work/jq"); then
  assert "jq builds from its .dsc" build "$jq"
  assert "its packages are the archive's, byte for byte" sha256sum --check --strict <<END
4415dc18d4ea29d8e12d410dd8c71c567d44d8ec5e24afaed3aa7a149b063643  $results/jq_1.7.1-6+deb13u3_amd64/jq_1.7.1-6+deb13u3_amd64.deb
62444043e4b8f21a5154e5b7084d85db00da509e163c52a950bb8aeb75e4012e  $results/jq_1.7.1-6+deb13u3_amd64/libjq1_1.7.1-6+deb13u3_amd64.deb
4aeef8ad9aefd49aaa92f8f327094039c0c20875d7c49b0164f34398e3a51bb8  $results/jq_1.7.1-6+deb13u3_amd64/libjq-dev_1.7.1-6+deb13u3_amd64.deb
END
  has_records_of jq
else
  say "skip - jq 1.7.1-6+deb13u3: the pool of this mirror has it no more"
fi
