import fc from "fast-check";
import { expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import { comparePackages, type PackageContents, type PackagedFile } from "./compare-packages.ts";

const file = (path: string, more: Partial<PackagedFile> = {}): PackagedFile => ({
  path,
  type: "file",
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: 1_700_000_000,
  size: 3,
  digest: digestOfBytes(path),
  ...more,
});
const member = (name: string, mtime = 1_700_000_000) => ({
  name,
  mtime,
  uid: 0,
  gid: 0,
  mode: 0o100644,
  size: 4,
});
const contents: PackageContents = {
  members: [member("debian-binary"), member("control.tar.xz"), member("data.tar.xz")],
  control: "Package: sl\nVersion: 5.02-1\n",
  controlFiles: [file("./control"), file("./md5sums")],
  dataFiles: [file("./usr/games/sl", { mode: 0o755 }), file("./usr/share/doc/sl/copyright")],
};

test("equal packages have no differences", () => {
  expect(comparePackages(contents, contents)).toEqual([]);
});

test("control fields are named one by one, and control itself is not reported again", () => {
  const built = {
    ...contents,
    control: "Package: sl\nVersion: 5.02-1+b1\nMulti-Arch: foreign\n",
    controlFiles: [file("./control", { digest: digestOfBytes("other") }), file("./md5sums")],
  };

  expect(comparePackages(contents, built)).toEqual([
    { place: "control: version", what: "content", expected: "5.02-1", built: "5.02-1+b1" },
    { place: "control: multi-arch", what: "only-built", built: "foreign" },
  ]);
});

test.each<[string, Partial<PackagedFile>, object]>([
  ["content", { digest: digestOfBytes("x") }, { what: "content" }],
  ["mode", { mode: 0o4755 }, { what: "mode", expected: "0755", built: "4755" }],
  ["owner", { gid: 60 }, { what: "owner", expected: "0:0", built: "0:60" }],
  ["time", { mtime: 1_700_000_001 }, { what: "time", built: "2023-11-14T22:13:21.000Z" }],
  ["link", { linkPath: "a" }, { what: "link", built: "a" }],
])("a file that differs in its %s is reported with it", (_what, change, told) => {
  const [first, second] = contents.dataFiles;
  const built = { ...contents, dataFiles: [{ ...first!, ...change }, second!] };

  expect(comparePackages(contents, built)).toMatchObject([{ place: "data.tar: ./usr/games/sl", ...told }]);
});

test("the same files in another order, or with another compression, are reported as such", () => {
  expect(comparePackages(contents, { ...contents, dataFiles: contents.dataFiles.toReversed() })).toEqual([
    { place: "data.tar", what: "order" },
  ]);
  const zstd = [member("debian-binary"), member("control.tar.xz"), member("data.tar.zst")];
  expect(comparePackages(contents, { ...contents, members: zstd })).toMatchObject([
    { what: "compression", built: "debian-binary control.tar.xz data.tar.zst" },
  ]);
  const later = [member("debian-binary", 1_700_000_009), ...contents.members.slice(1)];
  expect(comparePackages(contents, { ...contents, members: later })).toMatchObject([
    { place: "debian-binary", what: "time" },
  ]);
});

test("two packages differ in the same places, whichever is the expected one", () => {
  const files = fc.uniqueArray(
    fc.record({
      path: fc.constantFrom("./a", "./b", "./c", "./d"),
      mode: fc.constantFrom(0o644, 0o755),
      digest: fc.constantFrom(digestOfBytes("1"), digestOfBytes("2")),
    }),
    { selector: ({ path }) => path },
  );
  fc.assert(
    fc.property(files, files, (left, right) => {
      const [a, b] = [left, right].map((list) => ({
        ...contents,
        dataFiles: list.map(({ path, ...more }) => file(path, more)),
      }));
      const places = (x: PackageContents, y: PackageContents) =>
        comparePackages(x, y)
          .map(({ place }) => place)
          .toSorted();
      expect(places(a!, b!)).toEqual(places(b!, a!));
    }),
  );
});
