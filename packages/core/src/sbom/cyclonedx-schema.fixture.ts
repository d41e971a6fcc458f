import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

// The official schemas come with the library of CycloneDX.
const library = dirname(createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json"));

/** Returns one of the official schemas, such as `spdx`, which lists SPDX's licences. */
export function officialSchema(name: string): object {
  return JSON.parse(readFileSync(join(library, `res/schema/${name}.SNAPSHOT.schema.json`), "utf8"));
}

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
for (const name of ["spdx", "jsf-0.82"])
  ajv.addSchema(officialSchema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);

/** Checks a document against CycloneDX's schema of version 1.6; what is wrong is in its `errors`. */
export const isCyclonedx = ajv.compile(officialSchema("bom-1.6"));
