import { PGlite } from "@electric-sql/pglite";
import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Database } from "./database.ts";
import { openDatabase } from "./open-database.ts";

const inCheckout = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/**
 * Opens a database in memory that has no tables. PGlite takes three seconds of a processor to make one from nothing, so what it
 * made first is kept for all tests of this checkout, and read in half a second.
 */
export async function newMemoryDatabase(): Promise<Database> {
  return openDatabase({ memory: true, from: await keptBeginning() });
}

async function keptBeginning(): Promise<Blob> {
  const { version } = JSON.parse(
    await readFile(inCheckout("node_modules/@electric-sql/pglite/package.json"), "utf8"),
  ) as { readonly version: string };
  const file = inCheckout(`.cache/pglite-${version}.tar`);
  try {
    return await openAsBlob(file);
  } catch {
    return keep(file);
  }
}

async function keep(file: string): Promise<Blob> {
  const made = await PGlite.create();
  const dump = await made.dumpDataDir("none");
  await made.close();
  await mkdir(dirname(file), { recursive: true });
  // Other files of tests do the same at the same time.
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, dump.stream());
  await rename(own, file);
  return openAsBlob(file);
}
