import { expect, test } from "vitest";
import { archivePathFault } from "./archive-path.ts";

test.each([
  ["pool/../../etc/passwd", "leads out of the archive"],
  ["..", "leads out of the archive"],
  ["/etc/passwd", "an absolute path"],
  ["//evil.example/x.deb", "an absolute path"],
  ["http://evil.example/x.deb", "an address instead of a path"],
  ["file:/etc/passwd", "an address instead of a path"],
  ["pool/a'b.deb", "has the character '"],
  ['pool/a"b.deb', 'has the character "'],
  ["pool\\..\\x.deb", "has the character \\"],
  ["pool/a.deb\r", "control characters"],
  ["pool/a.deb\nmore.deb", "control characters"],
  ["pool/\u001b[31m.deb", "control characters"],
  ["pool/\u009b31m.deb", "control characters"],
  ["pool/\0.deb", "control characters"],
  ["pool/\ufffd.deb", "not UTF-8"],
  ["", "is empty"],
])("the path %j %s", (path, fault) => {
  const said = archivePathFault(path);
  expect(said).toContain(fault);
  // oxlint-disable-next-line no-control-regex
  expect(said).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});

test.each([
  "pool/main/n/nginx/nginx_1.26-3+deb13u1_amd64.deb",
  "./mine.deb",
  "pool/main/v/vim/vim_2%3a9.1_amd64.deb",
  "x_1:2.0_amd64.deb",
  "pool/a b (1).deb",
  "pool/ä~1.deb",
  "pool/a..b/c...deb",
])("the path %j is one below the archive", (path) => {
  expect(archivePathFault(path)).toBeUndefined();
});
