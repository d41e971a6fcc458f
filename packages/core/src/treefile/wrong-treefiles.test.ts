import { describe, expect, test } from "vitest";
import { errorsOf } from "./load-from-memory.fixture.ts";
import { check, whole } from "./refusals.fixture.ts";

describe("keys", () => {
  check([
    {
      text: "pakages: [vim]",
      at: "1:1",
      says: "does not exist",
      key: "pakages",
      hint: "Did you mean `packages`?",
    },
    { text: "exclude_packages: [vim]", at: "1:1", says: "does not exist", hint: "`exclude-packages`" },
    { text: "defaultTarget: a.target", at: "1:1", says: "does not exist", hint: "`default-target`" },
    { text: "xyzzy: 1", at: "1:1", says: "does not exist", allowed: "automatic-version-prefix" },
    { text: "repos: [debian]", at: "1:1", says: "does not exist", hint: "`sources`" },
    { text: "snapshot: 20260101T000000Z", at: "1:1", says: "not supported yet" },
    { text: "packages-x86_64: [vim]", at: "1:1", says: "not an architecture", hint: "`packages-amd64`" },
    { text: "packages-aarch64: [vim]", at: "1:1", says: "not an architecture", hint: "`packages-arm64`" },
    { text: "packages-amd46: [vim]", at: "1:1", says: "not an architecture", hint: "`packages-amd64`" },
    { text: "packages:", at: "1:1", says: "no value", given: "nothing" },
    { text: "__proto__: {}", at: "1:1", says: "cannot be a key" },
    { text: "units: []\nunits: []", at: "2:1", says: "`units` is already given in line 1" },
  ]);
});

describe("ref, suite and components", () => {
  check([
    { text: "suite: trixi", at: "1:8", says: "not a suite of Debian", hint: "`trixie`", given: '"trixi"' },
    {
      text: "suite: noble",
      at: "1:8",
      says: "not a suite of Debian",
      allowed: "bookworm, trixie, forky, sid",
    },
    { text: "suite: unstable", at: "1:8", says: "moves from release to release", hint: "`sid`" },
    { text: "suite: stable", at: "1:8", says: "moves from release to release", hint: "`trixie`" },
    { text: "suite: bullseye", at: "1:8", says: "older than debootc supports" },
    { text: "suite: trixie-backports", at: "1:8", says: "no complete suite", hint: "`suite: trixie`" },
    { text: "suite: 13", at: "1:8", says: "expected a string, not a number", hint: "Debian 13 is `trixie`" },
    { text: "suite: [trixie]", at: "1:8", says: "expected a string, not a list" },
    { text: "ref: debian//x", at: "1:6", says: "not a name that ostree accepts" },
    { text: "ref: /debian", at: "1:6", says: "not a name that ostree accepts" },
    {
      text: "ref: origin:debian",
      at: "1:6",
      says: "not a name that ostree accepts",
      hint: "name of the remote",
    },
    { text: "ref: debian/mini mal", at: "1:6", says: "not a name that ostree accepts" },
    { text: "components: [main, nonfree]", at: "1:20", says: "not possible here", hint: "`non-free`" },
    { text: "components: main", at: "1:13", says: "expected a list", hint: '["main"]' },
    { text: "components: []", at: "1:13", says: "the list is empty" },
  ]);
});

describe("mirror", () => {
  check([
    { text: "mirror: example.org/debian", at: "1:9", says: "not a URI", hint: "https://example.org" },
    { text: "mirror: ftp://example.org/debian", at: "1:9", says: "cannot be used", allowed: "copy:/" },
    { text: "mirror: https://example.org http://x.example", at: "1:9", says: "more than one URI" },
    { text: "mirror: file:debian", at: "1:9", says: "no absolute path" },
    { text: "mirror: file://debian/x", at: "1:9", says: "no absolute path" },
    { text: "mirror: http:///debian", at: "1:9", says: "cannot be used" },
    { text: "mirror: https://example.org/?a=b", at: "1:9", says: "has a query" },
    { text: "mirror: [https://example.org]", at: "1:9", says: "expected a string" },
  ]);

  test("a password is refused and shown nowhere", () => {
    const [error] = errorsOf(whole("mirror: https://joe:hunter2@example.org/debian"));

    expect(error?.hint).toContain("auth.conf.d");
    expect(JSON.stringify(error)).not.toContain("hunter2");
  });
});

describe("packages and units", () => {
  check([
    { text: "packages: vim", at: "1:11", says: "expected a list", hint: '["vim"]' },
    {
      text: "packages: [vim=2:9.1]",
      at: "1:12",
      says: "not a package name",
      hint: "lockfile pins its version",
    },
    { text: "packages: [vim/sid]", at: "1:12", says: "not a package name", hint: "where it comes from" },
    { text: "packages: ['libc6:i386']", at: "1:13", says: "not a package name", hint: "foreign" },
    {
      text: "packages:\n  - vim Nano mc",
      at: "2:9",
      says: '"Nano" is not',
      key: "packages[0]",
      hint: "`nano`",
    },
    { text: "packages: [nano-]", at: "1:12", says: "not a package name", hint: "`exclude-packages`" },
    { text: "packages: ['lib*']", at: "1:13", says: "not a package name", hint: "neither patterns" },
    { text: "packages: [./x.deb]", at: "1:12", says: "not a package name", hint: ".deb file" },
    { text: "packages: [x]", at: "1:12", says: "not a package name", allowed: "at least two" },
    { text: "packages: ['']", at: "1:12", says: "no package is named" },
    { text: "packages:\n  -\n  - vim", at: "2:3", says: "no value" },
    { text: "packages: [1.5]", at: "1:12", says: "expected a string, not a number" },
    { text: "packages-arm64: [A]", at: "1:18", says: "not a package name" },
    { text: "packages: [vim]\nexclude-packages: [nano vim]", at: "2:25", says: "wanted in line 1" },
    { text: "recommends: yes", at: "1:13", says: "expected true or false", hint: "Write `true`" },
    { text: 'recommends: "true"', at: "1:13", says: "expected true or false", hint: "without quotes" },
    { text: "recommends: ${suite}", at: "1:13", says: "expected true or false", hint: "A variable is text" },
    { text: "units: [ssh]", at: "1:9", says: "not a unit", hint: "`ssh.service`" },
    { text: "units: [/etc/systemd/system/a.service]", at: "1:9", says: "not a unit", hint: "Name the unit" },
    { text: "units: [a.service b.service]", at: "1:9", says: "not a unit", hint: "one unit an item" },
    { text: "units: [x.scope]", at: "1:9", says: "not a unit", hint: "run time" },
    { text: "units: [-x.service]", at: "1:9", says: "not a unit" },
    { text: "default-target: graphical", at: "1:17", says: "not a target", hint: "`graphical.target`" },
    { text: "default-target: ssh.service", at: "1:17", says: "not a target", allowed: ".target" },
  ]);
});

describe("files and scripts", () => {
  check([
    { text: "add-files: [[/etc/motd, /etc/motd]]", at: "1:14", says: "absolute path" },
    { text: "add-files: [[../motd, /etc/motd]]", at: "1:14", says: "leads out", key: "add-files[0][0]" },
    { text: "add-files: [[a/../../motd, /etc/motd]]", at: "1:14", says: "leads out" },
    { text: "add-files: [[motd, etc/motd]]", at: "1:20", says: "not an absolute path", hint: "`/etc/motd`" },
    { text: "add-files: [[motd, /etc/]]", at: "1:20", says: "plain form", hint: "`/etc`" },
    { text: "add-files: [[motd, /etc/../usr/motd]]", at: "1:20", says: "plain form", hint: "`/usr/motd`" },
    { text: "add-files: [[motd, /var/lib/x]]", at: "1:20", says: "no files in /var", hint: "tmpfiles.d" },
    { text: "add-files: [[motd, /opt/x]]", at: "1:20", says: "no files in /opt", hint: "/var/opt" },
    {
      text: "add-files: [[motd, /usr/local/bin/x]]",
      at: "1:20",
      says: "no files in /usr/local",
      hint: "/usr or /etc",
    },
    { text: "add-files: [[motd, /usr/etc/x]]", at: "1:20", says: "no files in /usr/etc", hint: "Write /etc" },
    { text: "add-files: [[motd, /bin/x]]", at: "1:20", says: "no files in /bin", hint: "/usr/bin" },
    { text: "add-files: [[motd, /]]", at: "1:20", says: "whole image" },
    { text: "add-files: [[motd]]", at: "1:13", says: "not a pair", hint: "[SOURCE, DESTINATION]" },
    { text: "add-files: [[a, /etc/a, /etc/b]]", at: "1:13", says: "not a pair" },
    {
      text: "add-files: [motd]",
      at: "1:13",
      says: "expected a pair or a map",
      hint: "[SOURCE, DESTINATION]",
    },
    { text: "add-files: [{source: motd}]", at: "1:13", says: "missing", key: "add-files[0].destination" },
    { text: "remove-files: [/]", at: "1:16", says: "whole image" },
    { text: "remove-files: ['*']", at: "1:16", says: "whole image" },
    { text: "remove-files: [usr/../etc]", at: "1:16", says: "contains `..`" },
    { text: "remove-files: [/usr/**/doc]", at: "1:16", says: "`**`", hint: "one `*`" },
    { text: "postprocess: [echo hi]", at: "1:15", says: "what runs it", hint: "#!/bin/sh" },
    { text: "postprocess:\n  - |\n    echo hi", at: "3:5", says: "what runs it", key: "postprocess[0]" },
    { text: "postprocess: ['#!sh']", at: "1:15", says: "what runs it", hint: "absolute path" },
    { text: "postprocess: ['']", at: "1:15", says: "empty" },
  ]);
});

describe("kernel arguments and version", () => {
  check([
    {
      text: "kernel-arguments: [quiet splash]",
      at: "1:20",
      says: "more than one argument",
      hint: "double quotes",
    },
    { text: "kernel-arguments: ['a=\"b']", at: "1:20", says: "not closed" },
    { text: "kernel-arguments: [ostree=/x]", at: "1:20", says: "cannot be set", hint: "deployment" },
    { text: 'kernel-arguments: ["a\\nb"]', at: "1:20", says: "several lines" },
    { text: "kernel-arguments: quiet", at: "1:19", says: "expected a list", hint: '["quiet"]' },
    {
      text: "automatic-version-prefix: 13.10",
      at: "1:27",
      says: "not a number",
      hint: '"13.10"',
      given: "13.10",
    },
    {
      text: 'automatic-version-prefix: "13."',
      at: "1:27",
      says: "cannot begin a version",
      hint: "last character",
    },
    { text: "automatic-version-prefix: 13 beta", at: "1:27", says: "cannot begin a version" },
    { text: "automatic-version-prefix: 13.<date:%q>", at: "1:30", says: "not a date", allowed: "%Y" },
  ]);
});

describe("container", () => {
  check([
    { text: "container: {compression: xz}", at: "1:26", says: "not possible here", allowed: "zstd, gzip" },
    { text: "container: {cmd: /sbin/init}", at: "1:18", says: "expected a list" },
    { text: "container: {cmd: []}", at: "1:18", says: "the list is empty" },
    { text: "container: {lables: {}}", at: "1:13", says: "does not exist", hint: "`labels`" },
    { text: "container: {labels: {a: 1}}", at: "1:25", says: "not a number", key: "container.labels.a" },
    { text: "container: {labels: {containers.bootc: '1'}}", at: "1:22", says: "written by debootc" },
    { text: "container: {labels: {ostree.bootable: '1'}}", at: "1:22", says: "written by debootc" },
    { text: "container: {labels: {a b: '1'}}", at: "1:22", says: "cannot be the name" },
    { text: "container: gzip", at: "1:12", says: "expected a map" },
  ]);
});

describe("variables", () => {
  check([
    { text: "ref: debian/${suit}", at: "1:13", says: "`suit` is not defined", hint: "`${suite}`" },
    { text: "ref: debian/${edition}", at: "1:13", says: "not defined", allowed: "basearch, suite" },
    { text: "ref: debian/${suite", at: "1:13", says: "not closed" },
    { text: "ref: debian/${suite:-x}", at: "1:13", says: "not a variable", hint: "`$${`" },
    { text: "packages:\n  - vim ${x} mc", at: "2:9", says: "not defined", key: "packages[0]" },
    { text: "variables: {a: '${b}', b: '${a}'}\nref: x/${a}", at: "1:16", says: "a -> b -> a" },
    { text: "suite: ${suite}", at: "1:8", says: "defined by itself", key: "suite" },
    { text: "variables: {suite: trixie}", at: "1:13", says: "set by debootc", hint: "Set the key `suite`" },
    { text: "variables: {basearch: amd64}", at: "1:13", says: "set by debootc" },
    { text: "variables: {a b: c}", at: "1:13", says: "cannot name a variable" },
    { text: "variables: {a: [b]}", at: "1:16", says: "expected a string, a number or true or false" },
    { text: "variables: [a]", at: "1:12", says: "expected a map, not a list" },
  ]);
});

describe("YAML", () => {
  check([
    { text: "\tunits: []", at: "1:1", says: "a tab", hint: "spaces" },
    { text: "units: [\n  a.service", at: "1:8", says: "not closed" },
    { text: "a: 1\n---\nb: 2", at: "2:1", says: "second YAML document" },
    { text: "base: &base [vim]\n<<: {}", at: "2:1", says: "merge keys", hint: "include" },
    { text: "units: *nowhere", at: "1:8", says: "no anchor before it" },
    { text: "units: &a [*a]", at: "1:12", says: "inside the value that it repeats" },
    { text: "suite: !code trixie", at: "1:8", says: "tags are not supported" },
    { text: "? [a, b]\n: c", at: "1:3", says: "a key must be a word" },
    { text: "packages: [${base}]", at: "1:13", says: "begins a YAML map", hint: "quotes" },
    { text: `units: ${"[".repeat(40)}${"]".repeat(40)}`, at: "1:37", says: "too deep" },
    { text: 'ref: "\\e[31m"', at: "1:6", says: "U+001B" },
  ]);
});
