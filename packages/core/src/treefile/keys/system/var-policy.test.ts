import { describe, expect, test } from "vitest";
import { loadFromMemory } from "../../load-from-memory.fixture.ts";
import { check } from "../../refusals.fixture.ts";

test("rules of the including treefile are tried first, in their order", () => {
  const { varPolicy } = loadFromMemory({
    "/tree/system.yaml":
      "include: [a.yaml, b.yaml]\nref: x\nsuite: sid\nvar-policy:\n  - {path: /var/1, class: discard}\n  - {path: /var/2, class: discard}\n",
    "/tree/a.yaml": "var-policy: [{path: /var/a, class: sysimage, type: file, package: dpkg}]\n",
    "/tree/b.yaml": "var-policy: [{path: /var/b/**, class: tmpfiles}]\n",
  }).treefile;

  expect(varPolicy.map(({ rule, origin }) => [rule.path, origin.file, origin.line])).toEqual([
    ["/var/1", "/tree/system.yaml", 5],
    ["/var/2", "/tree/system.yaml", 6],
    ["/var/b/**", "/tree/b.yaml", 1],
    ["/var/a", "/tree/a.yaml", 1],
  ]);
});

describe("refused", () => {
  const rule = (path: string, more = "class: discard") => `var-policy: [{path: "${path}", ${more}}]`;
  check([
    { text: rule("/usr/lib/x"), at: "1:21", says: "not below /var" },
    { text: rule("/var"), at: "1:21", says: "not below /var" },
    { text: rule("/opt/x"), at: "1:21", says: "not below /var", hint: "write `/var/opt/x`" },
    { text: rule("/root/.x"), at: "1:21", says: "not below /var", hint: "write `/var/roothome/.x`" },
    { text: rule("/usr/local/bin"), at: "1:21", says: "not below /var", hint: "write `/var/usrlocal/bin`" },
    { text: rule("/var/lib/../x"), at: "1:21", says: "plain form" },
    { text: rule("/var/**/x"), at: "1:21", says: "only possible at the end" },
    { text: rule("/var/lib/x**"), at: "1:21", says: "only possible at the end" },
    { text: rule("/var/lib/*"), at: "1:21", says: "dpkg's database", hint: "type: file" },
    { text: rule("/var/**"), at: "1:21", says: "dpkg's database" },
    { text: rule("/var/lib/x", "class: drop"), at: "1:42", says: "not possible here", allowed: "tmpfiles" },
    { text: "var-policy: [{path: /var/x}]", at: "1:14", says: "missing", hint: "made again on the machine" },
    {
      text: rule("/var/lib/x", "class: discard, package: a b"),
      at: "1:60",
      says: "not the name of one package",
    },
    { text: "var-policy: {path: /var/x, class: discard}", at: "1:13", says: "expected a list" },
  ]);
});
