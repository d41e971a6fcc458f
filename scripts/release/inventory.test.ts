import { isCyclonedx } from "@debootc/core/sbom/cyclonedx-schema.fixture";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundledPackages } from "./bundled-packages.ts";
import { licensesText, sbomText } from "./inventory-texts.ts";

/** Writes packages of npm, and returns the path of a module of each. */
async function installed(root: string, packages: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const modules: string[] = [];
  for (const [path, files] of Object.entries(packages)) {
    const directory = join(root, "node_modules", path);
    await mkdir(join(directory, "lib"), { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    modules.push(join(directory, "lib/index.js"), join(directory, "lib/more.js"));
  }
  return modules;
}

const manifest = (name: string, license?: unknown) => JSON.stringify({ name, version: "1.0.0", license });

test("each package in a bundle is named once, with its licence and its notices", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-inventory-"));
  const modules = await installed(work.path, {
    "@scope/b": { "package.json": manifest("@scope/b", "(MIT OR CC0-1.0)"), "LICENSE.md": "Text of b\n" },
    a: { "package.json": manifest("a", "MIT"), LICENCE: "Text of a\n", "NOTICE.txt": "Notice of a\n" },
    old: { "package.json": manifest("old", "MIT/X11") },
    "a/node_modules/@scope/b": { "package.json": manifest("@scope/b", "(MIT OR CC0-1.0)") },
  });
  const packages = await bundledPackages(["\0virtual", join(work.path, "cli/src/main.ts"), ...modules]);

  expect(packages.map(({ name }) => name)).toEqual(["@scope/b", "a", "old"]);
  const text = licensesText(packages);
  expect(text).toMatch(
    /\n@scope\/b 1\.0\.0 \(\(MIT OR CC0-1\.0\)\)\n[^]*\na 1\.0\.0 \(MIT\)\n\nText of a\n\nNotice of a\n/,
  );
  const sbom = JSON.parse(sbomText("v1.2.3", packages));
  expect(sbom).toMatchObject({
    metadata: { component: { name: "debootc", version: "v1.2.3" } },
    components: [
      { purl: "pkg:npm/%40scope/b@1.0.0", licenses: [{ expression: "(MIT OR CC0-1.0)" }] },
      { purl: "pkg:npm/a@1.0.0", licenses: [{ license: { id: "MIT" } }] },
      { purl: "pkg:npm/old@1.0.0", licenses: [{ license: { name: "MIT/X11" } }] },
    ],
  });
  expect(isCyclonedx(sbom), JSON.stringify(isCyclonedx.errors)).toBe(true);
  expect(sbomText("v1.2.3", packages)).toBe(sbomText("v1.2.3", packages));
});

test("a package that does not say its licence is listed without one", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-inventory-"));
  const user = { name: "user", version: "1.0.0", license: "MIT", dependencies: { a: "1" } };
  const packages = await bundledPackages(
    await installed(work.path, {
      a: { "package.json": manifest("a") },
      b: { "package.json": manifest("b"), LICENSE: "Text of b" },
      user: { "package.json": JSON.stringify(user) },
    }),
  );
  const text = licensesText(packages);
  expect(text).toContain("\na 1.0.0 (none named, neither in its package.json nor in a file; used by user)\n");
  expect(text).toContain(
    "\nb 1.0.0 (none named in its package.json; the text below is its own)\n\nText of b\n",
  );
  const sbom = JSON.parse(sbomText("v1.2.3", packages));
  expect(isCyclonedx(sbom), JSON.stringify(isCyclonedx.errors)).toBe(true);
  expect(sbom.components[0]).not.toHaveProperty("licenses");
});
