import { describe, expect, test } from "vitest";
import type { ClosureMember } from "../lock/closure/closure-member.ts";
import { lockedOf } from "../lock/lock-section.fixture.ts";
import { digestOf } from "../record/digest.ts";
import { basePlanOf } from "./base-plan.ts";
import type { PackagesPlan } from "./packages-plan.ts";

const relations: Readonly<Record<string, string>> = { app: "Depends: lib", libc: "Essential: yes" };
const names = ["app", "lib", "libc", "server", "shell"];
const members = names.map(
  (name): ClosureMember => ({ name, version: "1", stanza: `Package: ${name}\n${relations[name] ?? ""}\n` }),
);
const packages = names.map((name) => lockedOf(name, "1", { sha256: digestOf(name) }));

function baseOf(bases: readonly (readonly string[])[], changes: Partial<PackagesPlan> = {}) {
  const plan: PackagesPlan = {
    architecture: "amd64",
    packages: packages.map(({ sha256 }) => sha256),
    bases: bases.map((one) => [...one]),
    recommends: false,
    ids: { users: [], groups: [] },
    timestamp: 1,
    tools: {},
    debconf: [],
    documentation: true,
    ...changes,
  };
  return basePlanOf({ plan, packages }, members, { recommends: false });
}

describe("what is installed first", () => {
  test("is nothing of a treefile that includes none", () => {
    expect(baseOf([])).toBeUndefined();
  });

  test("is what the outermost base asks for, in the order of the lock, with its own base", () => {
    const base = baseOf([["shell"], ["app", "shell"]]);

    expect(base?.packages.map(({ name }) => name)).toEqual(["app", "lib", "libc", "shell"]);
    expect(base?.plan.packages).toEqual(base?.packages.map(({ sha256 }) => sha256));
    expect(base?.plan.bases).toEqual([["shell"]]);
  });

  test("is what a base further in asks for, if the outermost needs all that there is", () => {
    expect(baseOf([["shell"], ["app", "server", "shell"]])?.packages.map(({ name }) => name)).toEqual([
      "libc",
      "shell",
    ]);
  });

  test("knows the answers to its own questions only", () => {
    const debconf = ["shell shell/prompt string $", "server server/port string 80"];

    expect(baseOf([["shell"]], { debconf })?.plan.debconf).toEqual(["shell shell/prompt string $"]);
  });

  test("is the same for treefiles that add different things", () => {
    const [outer, inner] = [["app", "shell"], ["shell"]];
    const ofThis = baseOf([inner, outer]);

    expect(basePlanOf(ofThis ?? fail(), members, { recommends: false })?.plan).toEqual(baseOf([inner])?.plan);
  });
});

function fail(): never {
  throw new Error("there is no base");
}
