import { expect, test } from "vitest";
import { errorsOf, loadFromMemory, treefilePath } from "./load-from-memory.fixture.ts";

const head = "ref: debian/test\nsuite: trixie\n";

/** Loads a treefile that includes another one. */
function load(outer: string, inner: string) {
  return loadFromMemory({ [treefilePath]: `${head}include: base.yaml\n${outer}`, "/tree/base.yaml": inner });
}

test("a package that an included treefile wants is excluded, wherever it is written, and is no base any more", () => {
  const { treefile } = load(
    "packages: [nano]\nexclude-packages: [linux-image-cloud-amd64, vim]\n",
    "packages: [vim, less]\npackages-amd64: [linux-image-cloud-amd64]\n",
  );

  expect(treefile.packages).toEqual(["less", "nano"]);
  expect(treefile.excludePackages).toEqual(["linux-image-cloud-amd64", "vim"]);
  expect(treefile.bases).toEqual([["less"]]);
  expect(Object.keys(treefile.nameOrigins.packages)).toEqual(["less", "nano"]);
});

test("a package that an included treefile excludes is wanted again", () => {
  const { treefile } = load("packages: [vim]\n", "exclude-packages: [vim, nano]\n");

  expect([treefile.packages, treefile.excludePackages]).toEqual([["vim"], ["nano"]]);
});

test("of two treefiles that are included side by side, the later one wins", () => {
  const files = {
    [treefilePath]: `${head}include: [a.yaml, b.yaml]\n`,
    "/tree/a.yaml": "packages: [vim]\nkernel-arguments: [quiet]\n",
    "/tree/b.yaml": "exclude-packages: [vim]\nremove-kernel-arguments: [quiet]\n",
  };

  expect(loadFromMemory(files).treefile).toMatchObject({ packages: [], kernelArguments: [] });
});

test("units are disabled and masked against an included treefile, and enabled against it", () => {
  const { treefile } = load(
    "units: [c.service, d.service]\ndisable-units: [a.service]\nmask-units: [b.service]\n",
    "units: [a.service, b.service]\ndisable-units: [c.service]\nmask-units: [d.service, e.service]\n",
  );
  const names = (units: readonly { readonly name: string }[]) => units.map(({ name }) => name);

  expect(names(treefile.units)).toEqual(["c.service", "d.service"]);
  expect(names(treefile.disabledUnits)).toEqual(["a.service"]);
  expect(names(treefile.maskedUnits)).toEqual(["e.service", "b.service"]);
});

test("a kernel argument is removed by itself or by its name, and may be given anew", () => {
  const inner = "kernel-arguments: [console=tty0, quiet, console=ttyS0, splash]\n";
  const argumentsOf = (outer: string) => load(outer, inner).treefile.kernelArguments;

  expect(argumentsOf("remove-kernel-arguments: [console=tty0]\n")).toEqual([
    "quiet",
    "console=ttyS0",
    "splash",
  ]);
  expect(argumentsOf("remove-kernel-arguments: [console, quiet]\nkernel-arguments: [panic=1]\n")).toEqual([
    "splash",
    "panic=1",
  ]);
});

test("a removal of no argument is warned of, with the nearest one", () => {
  const { warnings } = load("remove-kernel-arguments: [quite]\n", "kernel-arguments: [quiet]\n");

  expect(warnings).toMatchObject([{ line: 4, column: 27, hint: "Did you mean `quiet`?" }]);
});

test("a file that an included treefile removes is added again", () => {
  const { treefile } = load("add-files: [[motd, /etc/motd]]\n", "remove-files: [/etc/motd, /etc/issue]\n");

  expect(treefile.removeFiles).toEqual(["/etc/issue"]);
});

test("a file may not do both, even if an included one does the same", () => {
  const files = {
    [treefilePath]: `${head}include: base.yaml\nadd-files: [[b, /etc/a]]\nremove-files: [/etc/a]\n`,
    "/tree/base.yaml": "add-files: [[a, /etc/a]]\n",
  };

  expect(errorsOf(files).map(({ message }) => message)).toEqual([
    '"/etc/a" is removed here and added in line 4',
  ]);
});

test("what is taken back is in no expanded treefile", () => {
  const { expand } = load("exclude-packages: [vim]\n", "packages: [vim, less]\n");
  const packages = expand().values.filter(({ path }) => path[0] === "packages");

  expect(packages.map(({ value }) => value)).toEqual(["less"]);
});

test.each([
  ["units: [a.service]\ndisable-units: [a.service]\n", "disabled here and enabled in line 3"],
  ["units: [a.service]\nmask-units: [a.service]\n", "masked here and enabled in line 3"],
  ["kernel-arguments: [a=1]\nremove-kernel-arguments: [a]\n", "removed here and given in line 3"],
  ["add-files: [[a, /etc/a]]\nremove-files: [/etc/a]\n", "removed here and added in line 3"],
])("one file may not both give and take back: %j", (text, says) => {
  expect(errorsOf(head + text).map(({ line, message }) => `${line} ${message}`)).toEqual([
    expect.stringMatching(new RegExp(`^4 .*${says}`)),
  ]);
});
