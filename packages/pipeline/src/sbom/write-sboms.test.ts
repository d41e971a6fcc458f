import type { LockedPackage } from "@debootc/core/lock/lock";
import { digestOfBytes } from "@debootc/core/record/digest";
import { run } from "@debootc/tools/run";
import { mkdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { format, image, locked, sbomRoot, stanza } from "./sbom-root.fixture.ts";
import { writeSboms } from "./write-sboms.ts";

/** Writes the SBOMs and returns what the one of SPDX declares, by package. */
async function declared(
  root: string,
  out: string,
  packages: readonly LockedPackage[] = [],
): Promise<Record<string, string>> {
  await writeSboms({ image, root, locked: packages }, out);
  const document = JSON.parse(await readFile(join(out, "sbom.spdx.json"), "utf8"));
  return Object.fromEntries(
    document.packages
      .filter(({ SPDXID }: { SPDXID: string }) => SPDXID.startsWith("SPDXRef-Package-"))
      .map(({ name, licenseDeclared }: Record<string, string>) => [name, licenseDeclared]),
  );
}

const isc = `${format}Files: *\nLicense: ISC\n`;

test("both documents are written, and the record says which bytes they have", async () => {
  await using scene = await sbomRoot(stanza("hello"), { "usr/share/doc/hello/copyright": isc });

  const { documents } = await writeSboms({ image, root: scene.root, locked: [locked("hello")] }, scene.out);

  expect(documents.map(({ file, mediaType }) => [file, mediaType])).toEqual([
    ["sbom.spdx.json", "application/spdx+json"],
    ["sbom.cdx.json", "application/vnd.cyclonedx+json"],
  ]);
  for (const { file, digest, size } of documents) {
    const bytes = await readFile(join(scene.out, file));
    expect([digestOfBytes(bytes), bytes.length]).toEqual([digest, size]);
    expect(bytes.toString()).toContain(locked("hello").sha256.replace("sha256:", ""));
  }
});

test("a copyright file is found through the links of the root, and where there is none nothing is declared", async () => {
  await using scene = await sbomRoot(["linked", "plain", "removed"].map((name) => stanza(name)).join(""), {
    "usr/share/doc/plain/copyright": isc,
  });
  await symlink("/usr/share/doc/plain", join(scene.root, "usr/share/doc/linked"));

  expect(await declared(scene.root, scene.out)).toEqual({
    linked: "ISC",
    plain: "ISC",
    removed: "NOASSERTION",
  });
});

test("a copyright file that is a trap is passed by", async () => {
  const names = ["endless", "huge", "looping", "outside", "directory"];
  await using scene = await sbomRoot([...names, "../../x"].map((name) => stanza(name)).join(""), {
    ...Object.fromEntries(names.map((name) => [`usr/share/doc/${name}/else`, ""])),
    "usr/x/copyright": isc,
  });
  const place = (name: string) => join(scene.root, `usr/share/doc/${name}/copyright`);
  await run({ tool: "mkfifo", args: [place("endless")] });
  await writeFile(place("huge"), isc);
  await truncate(place("huge"), 3 * 1024 * 1024);
  await symlink("copyright", place("looping"));
  await writeFile(join(scene.out, "licence"), isc);
  await symlink(join(scene.out, "licence"), place("outside"));
  await mkdir(place("directory"));

  const found = await declared(scene.root, scene.out);

  expect(new Set(Object.values(found))).toEqual(new Set(["NOASSERTION"]));
  expect(Object.keys(found)).toHaveLength(6);
});

test("a root without the database of dpkg has what the lock has", async () => {
  await using scene = await sbomRoot("", { "usr/share/doc/hello/copyright": isc });
  expect(await declared(scene.root, scene.out, [locked("hello")])).toEqual({});
  await rm(join(scene.root, "usr/lib/sysimage/dpkg"), { recursive: true });

  expect(await declared(scene.root, scene.out, [locked("hello")])).toEqual({ hello: "ISC" });
});
