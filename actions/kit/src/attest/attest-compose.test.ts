import { finishedCompose } from "@debootc/pipeline/push/finished-compose.fixture";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeRecord } from "@debootc/core/compose/compose-record";
import { digestOfBytes } from "@debootc/core/record/digest";
import { parseReference } from "@debootc/core/registry/reference";
import { afterEach, beforeEach, expect, test } from "vitest";
import { attestCompose } from "./attest-compose.ts";
import type { Predicate } from "./attestation-client.ts";
import type { Subject } from "./statements-of.ts";

let out: string;
let attested: { readonly subjects: readonly Subject[]; readonly predicate: Predicate }[];
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "debootc-attest-"));
  attested = [];
});
afterEach(() => rm(out, { recursive: true }));

const client = {
  provenance: async () => ({ type: "https://slsa.dev/provenance/v1", params: {} }),
  attest: async (subjects: readonly Subject[], predicate: Predicate) => {
    attested.push({ subjects, predicate });
    return String(attested.length);
  },
};
const request = (id: string, image?: string) => ({
  compose: { given: id, path: join(out, id) },
  outputDir: out,
  ...(image === undefined ? {} : { image: parseReference(image) }),
});

/** Makes a compose in which each leg has an SBOM. */
async function withSboms(id: string, names: readonly string[]): Promise<string> {
  const directory = await finishedCompose(out, id, names);
  const file = join(directory, "compose/metadata/compose.json");
  const record = composeRecord.parse(await readFile(file, "utf8"), file);
  const text = JSON.stringify({ spdxVersion: "SPDX-2.3" });
  for (const name of names) await writeFile(join(directory, "compose", name, "sbom.spdx.json"), text);
  const files = { "sbom.spdx.json": digestOfBytes(text) };
  await writeFile(
    file,
    composeRecord.serialize({ ...record, legs: record.legs.map((leg) => ({ ...leg, files })) }),
  );
  return directory;
}

test("provenance is of all that was made, then each SBOM of its image", async () => {
  await withSboms("two-1-20261130.0", ["edge/amd64", "edge/arm64"]);

  const { outputs } = await attestCompose(request("two-1-20261130.0", "ghcr.io/me/edge:13"), client);

  expect(attested.map(({ predicate, subjects }) => [predicate.type, subjects.length])).toEqual([
    ["https://slsa.dev/provenance/v1", 5],
    ["https://spdx.dev/Document/v2.3", 1],
    ["https://spdx.dev/Document/v2.3", 1],
  ]);
  expect(attested[1]).toMatchObject({
    subjects: [{ name: "ghcr.io/me/edge" }],
    predicate: { params: { spdxVersion: "SPDX-2.3" } },
  });
  expect(outputs["attested"]).toBe("true");
  expect(JSON.parse(outputs["attestations"] ?? "")).toMatchObject([{ id: "1" }, { id: "2" }, { id: "3" }]);
});

test("an SBOM that is not what the compose recorded ends it before anything is attested", async () => {
  const directory = await withSboms("one-1-20261130.0", ["minimal/amd64"]);
  await appendFile(join(directory, "compose/minimal/amd64/sbom.spdx.json"), " ");

  await expect(attestCompose(request("one-1-20261130.0"), client)).rejects.toMatchObject({
    code: "verification-differs",
  });
  expect(attested).toEqual([]);
});

test("several variants are not one image", async () => {
  await withSboms("two-1-20261130.0", ["edge/amd64", "server/amd64"]);

  await expect(attestCompose(request("two-1-20261130.0", "ghcr.io/me/edge"), client)).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("edge, server"),
  });
});
