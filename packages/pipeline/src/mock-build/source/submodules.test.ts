import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { addressOf } from "./submodules.ts";

const parent = "https://example.org/team/all.git";

test.each([
  ["https://example.com/other.git", parent, "https://example.com/other.git"],
  ["../other.git", parent, "https://example.org/team/other.git"],
  ["../../other", `${parent}/`, "https://example.org/other"],
  ["./below", parent, `${parent}/below`],
  ["git@example.com:other.git", parent, "ssh://git@example.com/other.git"],
  ["../other", "ssh://git@example.org/team/all", "ssh://git@example.org/team/other"],
  ["file:///srv/other", "file:///srv/all", "file:///srv/other"],
])("a submodule at %s of %s is fetched from %s", (url, of, from) => {
  expect(addressOf({ path: "sub", url }, of)).toBe(from);
});

test.each([
  [undefined, "does not say where"],
  ["file:///srv/secret", "is on this machine"],
  ["/srv/secret", "is not the URL of a repository"],
  ["other", "is not the URL of a repository"],
  ["ext::sh -c id", "remote helpers run programs"],
  ["--upload-pack=id", "is not an option"],
  ["https://me:secret@example.org/x", "a user name or a password"],
  ["https://example.org/x#ref", "is not the URL of a repository"],
])("a submodule at %s is refused by name", (url, said) => {
  let thrown: unknown;
  try {
    addressOf({ path: "vendor/sub", url }, parent);
  } catch (error) {
    thrown = error;
  }

  if (!(thrown instanceof DebootcError)) throw new Error("it was taken");
  expect(thrown.message).toContain('"vendor/sub"');
  expect(thrown.message).toContain(said);
  expect(thrown.message).not.toContain("secret@");
});
