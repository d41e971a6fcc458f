import { loadTreefile } from "@debootc/core/treefile/load-treefile";
import { expect, test } from "vitest";
import { surveyBase, surveyTreefile } from "./survey-treefile.ts";
import { surveyedSystems } from "./surveyed-systems.ts";

test.each(surveyedSystems)(
  "the treefile of $name is right, with and without what is to be written",
  (system) => {
    for (const write of [false, true]) {
      const { treefile, warnings } = loadTreefile({
        file: "/survey/system.yaml",
        architecture: "amd64",
        read: (path) =>
          Buffer.from(path.endsWith("base.yaml") ? surveyBase(system) : surveyTreefile(system, { write })),
      });

      expect(warnings).toEqual([]);
      expect(treefile.packages).toEqual(expect.arrayContaining([...(system.packages ?? [system.name])]));
      expect(treefile.packages.filter((name) => name.startsWith("linux-image-"))).toHaveLength(1);
      expect(treefile.recommends).toBe(system.recommends === true);
    }
  },
);

test("no system is in the list twice, and those that take long come last", () => {
  const names = surveyedSystems.map(({ name }) => name);
  const isLarge = surveyedSystems.map(({ large }) => large === true);

  expect(new Set(names).size).toBe(names.length);
  expect(isLarge.lastIndexOf(false)).toBeLessThan(isLarge.indexOf(true));
});
