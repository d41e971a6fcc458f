import { expect, test } from "vitest";
import { type Asking, requireRoot } from "./require-root.ts";

const user: Asking = {
  isRoot: false,
  hasSudo: async () => true,
  refusal: async () => "a password is required",
  askPassword: undefined,
};
const refused = (message: string) => ({
  code: "isolation-unavailable",
  message: expect.stringContaining(message),
  hint: expect.stringContaining("adduser YOU sudo"),
});

test("root, and a user whose sudo asks for nothing, may begin", async () => {
  const root = requireRoot("composing", { ...user, isRoot: true, hasSudo: async () => false });
  const trusted = requireRoot("composing", { ...user, refusal: async () => undefined });

  expect(await Promise.all([root, trusted])).toEqual([undefined, undefined]);
});

test("a user without sudo learns what it is needed for, and how to get it", async () => {
  await expect(requireRoot("composing", { ...user, hasSudo: async () => false })).rejects.toMatchObject(
    refused("composing needs root: it was started by a user, and sudo is not installed"),
  );
});

test("where nobody can type a password, sudo's own words are reported", async () => {
  await expect(requireRoot("booting", user)).rejects.toMatchObject(refused("a password is required"));
});

test("at a terminal sudo asks before the work begins, and a user whom it refuses is told so", async () => {
  await requireRoot("booting", { ...user, askPassword: async () => true });
  await expect(requireRoot("booting", { ...user, askPassword: async () => false })).rejects.toMatchObject(
    refused("sudo refuses"),
  );
});
