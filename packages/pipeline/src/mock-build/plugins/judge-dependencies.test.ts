import { expect, test } from "vitest";
import { judgeDependencies } from "./judge-dependencies.ts";

const list = (name: string, ...paths: readonly string[]) => `\n${name}.list\n/.\n/usr\n${paths.join("\n")}\n`;
const root = {
  facts: [
    "bash\tyes\t\t",
    "debhelper\tno\tdebhelper-compat (= 13), dh-sequence-x (= 1)\t, perl",
    "default-jdk\tno\t\t, openjdk-21-jdk (>= 21)",
    "openjdk-21-jdk\tno\t\t",
    "libz-dev\tno\t\t, libz1",
    "libz1\tno\t\t",
    "bc\tno\t\t",
    "",
  ].join("\n"),
  files: [
    list("bash", "/bin/bash"),
    list("debhelper", "/usr/bin/dh"),
    list("default-jdk", "/usr/share/doc/default-jdk/copyright"),
    list("openjdk-21-jdk:amd64", "/usr/lib/jvm/bin/javac"),
    list("libz-dev:amd64", "/usr/include/zlib.h", "/usr/lib/libz.so"),
    list("libz1:amd64", "/lib/libz.so.1.3", "/lib/libz.so.1"),
    list("bc", "/usr/bin/bc", "/usr/share/doc/bc/copyright"),
  ].join(""),
  links: "/usr/lib/libz.so\tlibz.so.1\n/usr/lib/libz.so.1\tlibz.so.1.3\n",
};
const judge = (name: string, ...opened: readonly string[]) =>
  judgeDependencies([[name]], root, new Set(opened))[0]?.verdict;

test.each([
  ["a file of it was opened", "bc", "/usr/bin/bc", "used"],
  ["only what tells of it was opened", "bc", "/usr/share/doc/bc/copyright", "unused"],
  ["what a link of it leads to was opened", "libz-dev", "/usr/lib/libz.so.1.3", "used"],
  ["what a metapackage brings was opened", "default-jdk", "/usr/lib/jvm/bin/javac", "used"],
  ["nothing that a metapackage brings was opened", "default-jdk", "/usr/bin/bc", "unused"],
  ["a file of what provides it was opened", "debhelper-compat", "/usr/bin/dh", "used"],
  ["every system has it", "bash", "/usr/bin/bc", "essential"],
  ["it is not installed", "nothing", "/usr/bin/bc", "not-there"],
])("when %s: %s", (_why, name, opened, verdict) => expect(judge(name, opened)).toBe(verdict));
