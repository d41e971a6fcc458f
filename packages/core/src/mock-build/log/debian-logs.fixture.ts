import { expect } from "vitest";
import type { LogExcerpt } from "./build-tool-logs.fixture.ts";

export const debianLogs: readonly LogExcerpt[] = [
  {
    name: "a file that dh_missing misses",
    log: `   dh_missing
dh_missing: warning: usr/bin/extra exists in debian/tmp but is not installed to anywhere
dh_missing: error: missing files, aborting
	While detecting missing files, dh_missing noted some files with a similar name to those
make: *** [debian/rules:4: binary] Error 25`,
    error: { kind: "install", text: expect.stringContaining("usr/bin/extra"), logLine: 2 },
  },
  {
    name: "an addon of dh that is not installed",
    log: `dh build --with python3
dh: error: unable to load addon python3: Can't locate Debian/Debhelper/Sequence/python3.pm in @INC (you may need to install the Debian::Debhelper::Sequence::python3 module) at (eval 15) line 1.
BEGIN failed--compilation aborted at (eval 15) line 1.
make: *** [debian/rules:4: build] Error 255`,
    error: { kind: "dependency", hint: "Add to Build-Depends, most likely: dh-sequence-python3." },
  },
  {
    name: "dpkg-shlibdeps",
    log: `   dh_shlibdeps
dpkg-shlibdeps: error: cannot find library libfoo.so.1 needed by debian/thing/usr/bin/thing (ELF format: 'elf64-x86-64' abi: '0201003e00000000'; RPATH: '')
dpkg-shlibdeps: error: cannot continue due to the error listed above
Note: libraries are not searched in other binary packages that do not have any shlibs or symbols file.
dh_shlibdeps: error: dpkg-shlibdeps -Tdebian/thing.substvars returned exit code 255
make: *** [debian/rules:4: binary] Error 25`,
    error: { kind: "symbols", logLine: 2 },
  },
  {
    name: "dpkg-gensymbols",
    log: `   dh_makeshlibs
dpkg-gensymbols: error: some symbols or patterns disappeared in the symbols file: see diff output below
--- debian/libthing1.symbols (libthing1_1.0-1_amd64)
+++ dpkg-gensymbolsAbCdEf
- thing_init@Base 1.0
+#MISSING: 1.0-1# thing_init@Base 1.0
dh_makeshlibs: error: failing due to earlier errors
make: *** [debian/rules:4: binary] Error 25`,
    error: { kind: "symbols", text: expect.stringContaining("disappeared"), logLine: 2 },
  },
  {
    name: "a patch that does not apply",
    log: `dpkg-source: info: using patch list from debian/patches/series
dpkg-source: info: applying fix-errors.patch
patching file src/a.c
Hunk #1 FAILED at 12.
1 out of 1 hunk FAILED
dpkg-source: info: the patch has fuzz which is not allowed, or is malformed
dpkg-source: error: LC_ALL=C patch -t -F 0 -N -p1 -u -V never subprocess failed with exit status 1`,
    error: { kind: "patch", text: "Hunk #1 FAILED at 12.", hint: expect.stringContaining("quilt") },
  },
  {
    name: "unmet build dependencies",
    log: `dpkg-checkbuilddeps: error: unmet build dependencies: libfoo-dev (>= 2)
dpkg-buildpackage: warning: build dependencies/conflicts unsatisfied; aborting`,
    error: { kind: "dependency", text: "unmet build dependencies: libfoo-dev (>= 2)" },
  },
  {
    name: "an unknown option of a debhelper program",
    log: `dh_auto_configure: error: Could not find --buildsystem=frob
make: *** [debian/rules:4: build] Error 255`,
    error: { kind: "script", text: "dh_auto_configure: error: Could not find --buildsystem=frob" },
  },
  {
    name: "dpkg-source",
    log: `dpkg-source: error: unrecognized file for a v2.0 source package: thing.patch`,
    error: { kind: "script", logLine: 1 },
  },
];
