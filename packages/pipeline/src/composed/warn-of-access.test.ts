import { expect, test } from "vitest";
import { unsignedFaults } from "./warn-of-access.ts";

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
