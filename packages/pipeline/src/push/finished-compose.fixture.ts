import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { composeRecord } from "@debootc/core/compose/compose-record";
import { portableCompose } from "@debootc/core/compose/placed-compose";
import { digestOfBytes } from "@debootc/core/record/digest";
import { writeImageIndexes } from "../compose/run/write-image-indexes.ts";
import { composedLeg } from "../composed/leg-of-compose.fixture.ts";
import { attachDocuments } from "../image/attach-documents.ts";
import { writeLayout } from "../image/layout.fixture.ts";
import { openImage } from "../image/open-image.ts";
import { wholeEntry } from "../image/root.fixture.ts";

/** Is what all images of the fixtures have, and what does not get smaller by compression. */
const shared = wholeEntry({ path: "shared", type: "file", bytes: randomBytes(3_000_000) });

/**
 * Makes a finished compose with the images of these legs, such as `edge/arm64`, each of two layers, of which all have the
 * lower one, and with two documents attached. `missing` are legs that the compose file has, but not the compose.
 */
export async function finishedCompose(
  out: string,
  id: string,
  names: readonly string[],
  missing: readonly string[] = [],
): Promise<string> {
  const directory = join(out, id);
  await mkdir(join(directory, "compose/metadata"), { recursive: true });
  await writeFile(join(directory, "STATUS"), "FINISHED\n");
  const legs = [];
  for (const name of names) {
    const [variant = "", architecture = ""] = name.split("/");
    const place = join(directory, "compose", variant, architecture);
    await mkdir(place, { recursive: true });
    const own = wholeEntry({ path: "name", type: "file", bytes: Buffer.from(`${id} ${name}`) });
    const layout = await writeLayout(join(place, "oci"), [[shared], [own]], { architecture, tag: "13" });
    const { manifestDigest } = await openImage(layout);
    await attach(place, layout, manifestDigest, name);
    const leg = composedLeg(id, { variant, architecture });
    legs.push({ ...leg, image: { ...leg.image, layout, manifestDigest, tag: "13" } });
  }
  await writeImageIndexes(join(directory, "compose"), legs);
  const expected = [...names, ...missing].map((name) => {
    const [variant = "", architecture = ""] = name.split("/");
    return { variant, architecture, required: names.includes(name) };
  });
  await writeFile(
    join(directory, "compose/metadata/compose.json"),
    composeRecord.serialize(portableCompose({ composeId: id, directory, expected, legs })),
  );
  return directory;
}

async function attach(
  place: string,
  layout: string,
  image: Awaited<ReturnType<typeof openImage>>["manifestDigest"],
  name: string,
): Promise<void> {
  const documents = await Promise.all(
    ["spdx", "cdx"].map(async (format) => {
      const text = `{"${format}":"${name}"}`;
      const title = `sbom.${format}.json`;
      const path = join(place, title);
      await writeFile(path, text);
      const mediaType = `application/${format}+json`;
      return { path, title, mediaType, digest: digestOfBytes(text), size: Buffer.byteLength(text) };
    }),
  );
  await attachDocuments({ layout, image, timestamp: 0, documents });
}
