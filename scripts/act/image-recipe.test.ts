import { expect, test } from "vitest";
import { imageName, imageRecipe } from "./image-recipe.ts";

const packages = "# group, package, programs\ncompose apt apt-get\ncompose a|b\nboot ovmf\n\ntest fish\n";

test("the image has what composing needs and what workflows expect, and nothing for machines and tests", () => {
  const recipe = imageRecipe({ packages, authorities: "" });

  expect(recipe.packages).toEqual(expect.arrayContaining(["apt", "a", "git", "sudo", "python3"]));
  expect(recipe.packages).not.toContain("ovmf");
  expect(recipe.packages).not.toContain("fish");
  expect(recipe.authorities).toBe("");
});

test("equal recipes have one name, and each change makes another image", () => {
  const name = (ingredients = {}) => imageName(imageRecipe({ packages, authorities: "", ...ingredients }));

  expect(name()).toBe(name());
  expect(name()).toMatch(/^debootc-act:[0-9a-f]{16}$/);
  expect(name({ packages: `${packages}compose zstd\n` })).not.toBe(name());
  expect(name({ authorities: "a certificate" })).not.toBe(name());
});
