import { describe, expect, test } from "vitest";
import { inputSchema } from "../definition/own-fields.ts";
import { pushComposeField, pushFields, refuseHalfPush } from "./push-fields.ts";
import { pushTargets } from "./push-targets.ts";

const schema = inputSchema({ ...pushFields, push: pushComposeField }).superRefine(refuseHalfPush);
const messages = (given: object) => schema.safeParse(given).error?.issues.map(({ message }) => message) ?? [];

describe("where to push", () => {
  test("is the same for the only variant, of which there may be several architectures", () => {
    expect(pushTargets("ghcr.io/me/a:13", ["Edge", "Edge"])).toEqual([
      { variant: "Edge", to: { registry: "ghcr.io", name: "me/a", tag: "13" } },
    ]);
  });

  test("has the variant in it for several ones, in lower case", () => {
    const names = pushTargets("ghcr.io/me/{variant}:13", ["Edge", "server"]).map(({ to }) => to.name);

    expect(names).toEqual(["me/edge", "me/server"]);
  });

  test("cannot be one place for several variants", () => {
    expect(() => pushTargets("ghcr.io/me/a", ["edge", "server"])).toThrow(
      expect.objectContaining({ code: "usage", hint: expect.stringContaining("{variant}") }),
    );
  });
});

describe("inputs about a push are refused before anything is made", () => {
  test.each([
    [{ push: "ghcr.io/Me/a" }, /not the name of a repository/],
    [{ push: "https://ghcr.io/me/a" }, /scheme/],
    [{ push: "me/{other}" }, /registry/],
    [{ push: "ghcr.io/me/a", tags: ["a b"] }, /not a tag/],
    [{ tags: ["13"] }, /--tags needs --push/],
    [{ push: "ghcr.io/me/a", registryToken: "x" }, /belong together/],
    [{ signKeyless: true }, /--sign-keyless needs --push/],
    [{ registryUsername: "me", registryToken: "x" }, /--registry-token needs --push/],
  ])("%j", (given, said) => {
    expect(messages(given).join()).toMatch(said);
  });

  test("none of them, and all of them, is right", () => {
    expect(messages({})).toEqual([]);
    expect(
      messages({ push: "ghcr.io/me/{variant}", tags: ["13"], registryUsername: "me", registryToken: "x" }),
    ).toEqual([]);
  });
});
