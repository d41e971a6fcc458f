import { expect, test } from "vitest";
import { relationLine } from "./relation-line.ts";

const control = `Source: tiny
Build-Depends: debhelper-compat (= 13), libfoo-dev,
# libold-dev,
 libfoo++-dev (>= 2) | libfoo-alt-dev,
 python3-foo:native
build-conflicts: libbar-dev
Standards-Version: 4.7.0

Package: tiny
Depends: libbaz-dev
`;

test.each([
  ["Build-Depends", "debhelper-compat", 2],
  ["Build-Depends", "libfoo-dev", 2],
  ["Build-Depends", "libfoo++-dev", 4],
  ["Build-Depends", "libfoo-alt-dev", 4],
  ["Build-Depends", "python3-foo", 5],
  ["Build-Conflicts", "libbar-dev", 6],
])("the line of %s that names %s is found", (field, name, line) => {
  expect(relationLine(control, field, name)).toBe(line);
});

test.each([
  ["Build-Depends", "libold-dev"],
  ["Build-Depends", "foo-dev"],
  ["Build-Depends", "libfoo"],
  ["Build-Depends", "libbar-dev"],
  ["Depends", "libbaz-dev"],
])("no line of %s names %s", (field, name) => {
  expect(relationLine(control, field, name)).toBeUndefined();
});
