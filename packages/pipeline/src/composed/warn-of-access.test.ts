import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lintReport } from "@debootc/core/lint/lint-report";
import { expect, test } from "vitest";
import { lintedFaults, unsignedFaults } from "./warn-of-access.ts";

const checksum = "0".repeat(64);
const commit = { checksum, repo: "/srv/ostree", bootable: true };
const remote = { name: "updates", url: "https://updates.example.org", gpgKeys: [], ed25519Keys: [] };

test("a commit that its own system will not trust is told before a machine has it", () => {
  expect(unsignedFaults({ commit }, remote)).toMatchObject([
    {
      severity: "warning",
      message: expect.stringContaining("updates"),
      hint: expect.stringContaining("--gpg-key-file"),
    },
  ]);
});

test("a signed commit is not, nor one of a tree without a remote", () => {
  expect(unsignedFaults({ commit: { ...commit, signedBy: ["ABC"] } }, remote)).toEqual([]);
  expect(unsignedFaults({ commit }, undefined)).toEqual([]);
});

test("of what the linter found, that is repeated which keeps people out, and nothing where it was left out", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-access-"));
  const composed = { commit: { ...commit, repo: join(directory.path, "ostree") } };
  expect(await lintedFaults(composed)).toEqual([]);

  const finding = { level: "warning", message: "found", hint: "do" } as const;
  const findings = [
    { rule: "no-login", ...finding },
    { rule: "var-log", path: "/var/log/x", ...finding },
    { rule: "network-unconfigured", path: "/usr/x", ...finding },
  ];
  const rest = { leftOut: [], errors: 0, warnings: 3, checked: [], skipped: [], unread: [] };
  const subject = { kind: "compose", name: "a", path: "oci" } as const;
  await writeFile(join(directory.path, "lint.json"), lintReport.serialize({ subject, findings, ...rest }));

  expect(await lintedFaults(composed)).toEqual([
    { severity: "warning", code: "no-login", message: "found", hint: "do" },
    { severity: "warning", code: "network-unconfigured", message: "/usr/x found", hint: "do" },
  ]);
});
