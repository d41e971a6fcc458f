import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { digestOfBytes } from "../../record/digest.ts";
import { type BuildrootLock, buildrootLock, buildrootLockJsonSchema } from "./buildroot-lock.ts";

const lock: BuildrootLock = {
  built: { source: "sl", version: "5.02-1", dsc: digestOfBytes("dsc") },
  suite: "trixie",
  architecture: "amd64",
  hostArchitecture: "amd64",
  profiles: [],
  sources: [{ id: "debian", suites: ["trixie"], components: ["main"] }],
  indexes: [],
  packages: [
    {
      name: "libncurses-dev",
      version: "6.5+20250216-2",
      architecture: "amd64",
      source: "ncurses",
      sourceVersion: "6.5+20250216-2",
      sha256: digestOfBytes("deb"),
      size: 3,
      filename: "pool/main/n/ncurses/libncurses-dev_6.5+20250216-2_amd64.deb",
      sourceId: "debian",
      part: "dependency",
    },
  ],
};

test("a lock of a build root is read back as written, and its JSON Schema accepts it", () => {
  const text = buildrootLock.serialize(lock);

  expect(buildrootLock.parse(text, "buildroot.lock.json")).toEqual(lock);
  const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(buildrootLockJsonSchema());
  expect(accepts(JSON.parse(text))).toBe(true);
});

test.each(["../../etc/passwd", "pool/../../x.deb"])(
  "a path that leaves the archive is refused: %s",
  (filename) => {
    const [locked] = lock.packages;
    const text = buildrootLock.serialize({ ...lock, packages: [{ ...locked!, filename }] });

    expect(() => buildrootLock.parse(text, "buildroot.lock.json")).toThrow("below the archive");
  },
);

test("a lock of a later version is refused, because this debootc may not know all that it requires", () => {
  const text = buildrootLock.serialize(lock).replace('"version":1}', '"version":2}');

  expect(() => buildrootLock.parse(text, "buildroot.lock.json")).toThrow("newer than this debootc");
});
