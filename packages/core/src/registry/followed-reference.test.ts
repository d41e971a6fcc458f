import { expect, test } from "vitest";
import { followedReference } from "./followed-reference.ts";

const follows = "ghcr.io/me/minimal:13";
const policy = (...types: readonly unknown[]) => JSON.stringify({ default: types.map((type) => ({ type })) });

test("signatures are enforced where the policy rejects everything by default", () => {
  expect(followedReference(follows, policy("reject"))).toBe(`ostree-image-signed:docker://${follows}`);
});

test.each([
  ["accepts anything", policy("insecureAcceptAnything")],
  ["says nothing of the default", "{}"],
  ["has no rule", policy()],
  ["is not one", '{"default": [null]}'],
  ["is no JSON", "default: reject"],
  ["is missing", ""],
])("they are not where the policy %s", (_case, text) => {
  expect(followedReference(follows, text)).toBe(`ostree-unverified-registry:${follows}`);
});
