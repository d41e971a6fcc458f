import { describe, expect, test } from "vitest";
import { chooseLeg, legsIn } from "./choose-leg.ts";
import { legOfCompose } from "./leg-of-compose.fixture.ts";

const compose = (...names: string[]) => ({
  legs: names.map((name) => {
    const [variant = "", architecture = ""] = name.split("/");
    return legOfCompose(name, { variant, architecture });
  }),
});
const chosen = (names: string[], name: string, native?: string) => {
  const leg = chooseLeg(compose(...names), name, native);
  return leg && `${leg.variant}/${leg.architecture}`;
};

describe("a leg of a compose", () => {
  const release = ["server/amd64", "edge/amd64", "edge/arm64"];

  test("needs no name if it is the only one", () => {
    expect(chosen(["minimal/amd64"], "")).toBe("minimal/amd64");
    expect(chosen(release, "")).toBeUndefined();
    expect(chosen(release, "", "amd64")).toBeUndefined();
  });

  test("is named by its variant, and its architecture where that has several", () => {
    expect(chosen(release, "server")).toBe("server/amd64");
    expect(chosen(release, "edge")).toBeUndefined();
    expect(chosen(release, "edge/arm64")).toBe("edge/arm64");
    expect(chosen(release, "server/arm64")).toBeUndefined();
    expect(chosen(release, "none")).toBeUndefined();
  });

  test("of a variant for several architectures is the machine's own if the name says no more", () => {
    expect(chosen(release, "edge", "arm64")).toBe("edge/arm64");
    expect(chosen(["edge/amd64", "edge/arm64"], "", "amd64")).toBe("edge/amd64");
    expect(chosen(release, "edge", "riscv64")).toBeUndefined();
  });

  test("is listed as it can be named", () => {
    expect(legsIn(compose(...release), "latest")).toBe(
      "latest/server/amd64, latest/edge/amd64, latest/edge/arm64",
    );
  });
});
