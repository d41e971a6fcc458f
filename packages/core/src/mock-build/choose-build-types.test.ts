import { expect, test } from "vitest";
import { askedBuildTypes, fittingBuildTypes } from "./choose-build-types.ts";

const nothing = { archAny: false, archAll: false, sourceOnly: false, twice: false, verify: [] };

test.each([
  [{}, ["any", "all"]],
  [{ archAny: true }, ["any"]],
  [{ archAll: true }, ["all"]],
  [{ archAny: true, archAll: true }, ["any", "all"]],
  [{ sourceOnly: true }, ["source"]],
  [{ binaryOnly: 1 }, ["any"]],
  [{ binaryOnly: 1, archAny: true }, ["any"]],
])("%j builds %j", (wish, types) => {
  expect(askedBuildTypes({ ...nothing, ...wish })).toEqual(types);
});

test.each([
  { sourceOnly: true, archAny: true },
  { sourceOnly: true, archAll: true },
  { sourceOnly: true, binaryOnly: 1 },
  { archAll: true, binaryOnly: 1 },
  { sourceOnly: true, twice: true },
  { sourceOnly: true, verify: ["tiny_1_amd64.deb"] },
])("%j is refused", (wish) => {
  expect(() => askedBuildTypes({ ...nothing, ...wish })).toThrow("cannot be used with");
});

const source = {
  name: "tiny",
  version: "1",
  architectures: ["any", "all"],
  binaries: ["tiny", "tiny-doc"],
  packageList: [
    { name: "tiny", type: "deb", architectures: ["linux-any"], profiles: [] },
    { name: "tiny-doc", type: "deb", architectures: ["all"], profiles: [["!nodoc"]] },
  ],
};
const on = (architecture: string, profiles: string[] = []) => ({ architecture, profiles });

test("only what the package has for the architecture and the profiles is built", () => {
  expect(fittingBuildTypes(source, ["any", "all"], on("amd64"))).toEqual(["any", "all"]);
  expect(fittingBuildTypes(source, ["any", "all"], on("hurd-amd64"))).toEqual(["all"]);
  expect(fittingBuildTypes(source, ["any", "all"], on("amd64", ["nodoc"]))).toEqual(["any"]);
  expect(fittingBuildTypes(source, ["source"], on("hurd-amd64"))).toEqual(["source"]);
});

test("a .dsc without a package list is judged by its architectures", () => {
  const old = { ...source, packageList: [], architectures: ["amd64", "all"] };

  expect(fittingBuildTypes(old, ["any", "all"], on("amd64"))).toEqual(["any", "all"]);
  expect(fittingBuildTypes(old, ["any", "all"], on("arm64"))).toEqual(["all"]);
});

test("a package that has nothing of what was requested is refused with what it has", () => {
  expect(() => fittingBuildTypes(source, ["any"], on("hurd-amd64"))).toThrow(
    "tiny 1 has no packages for hurd-amd64 alone; it is built for: any all",
  );
  expect(() => fittingBuildTypes(source, ["all"], on("amd64", ["nodoc"]))).toThrow(
    "with the build profiles nodoc",
  );
});
