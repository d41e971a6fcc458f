import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { normalUri } from "./apt-uri.ts";
import { debootstrapMirror } from "./debootstrap.ts";

test.each([
  ["quoted", '  DEF_MIRROR="http://deb.example.org/debian/"', "http://deb.example.org/debian"],
  ["unquoted", "DEF_MIRROR=http://deb.example.org/debian", "http://deb.example.org/debian"],
  ["of a derivative", 'DEF_MIRROR="http://archive.example.org/ubuntu"', undefined],
  ["absent", "MIRROR=http://deb.example.org/debian", undefined],
])("a mirror that is %s in debootstrap", async (_, line, mirror) => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-mirror-"));
  const program = join(parent.path, "debootstrap");
  await writeFile(program, `#!/bin/sh\n${line}\n`);

  expect(await debootstrapMirror(program)).toBe(mirror);
});

test("without debootstrap there is no mirror of its own", async () => {
  expect(await debootstrapMirror("/nonexistent/debootstrap")).toBeUndefined();
});

test.each([
  ["http://deb.example.org/debian//", "http://deb.example.org/debian"],
  ["file:///srv/archive/", "file:/srv/archive"],
  ["copy:/srv/archive", "copy:/srv/archive"],
])("apt writes %s as %s", (uri, normal) => {
  expect(normalUri(uri)).toBe(normal);
});
