import { withoutEpoch } from "@debootc/core/version/debian-version";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { SigningKey } from "../keys/signing-key.fixture.ts";

export interface TestPackage {
  readonly name: string;
  readonly version: string;
  /** More fields of the stanza, such as `Depends`. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly bytes?: number;
  /** The .deb, instead of that number of bytes. */
  readonly deb?: Buffer;
}

export interface TestSource {
  readonly name: string;
  readonly version: string;
  /** More fields of the stanza. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

interface TestSuite {
  /** The archive's root. */
  readonly directory: string;
  readonly suite: string;
  readonly packages: readonly TestPackage[];
  /** Components other than `main`. */
  readonly otherComponents?: Readonly<Record<string, readonly TestPackage[]>>;
  /** Source packages of `main`, each with its files; the .dsc is one of them. */
  readonly sources?: readonly TestSource[];
  /** Absent for an unsigned archive. */
  readonly key?: SigningKey;
  readonly date?: Date;
  readonly validUntil?: Date;
  /** Suite and codename in the Release file, if they differ from the suite. */
  readonly codename?: string;
  /** Changes the text of each index of packages before it is hashed. */
  readonly changeIndex?: (text: string) => string;
  /** Changes the text of the Release file before it is signed. */
  readonly changeRelease?: (text: string) => string;
}

/** Writes one suite of an archive as Debian lays it out. The .debs are bytes of the right size and hash, nothing more. */
export async function writeTestSuite(options: TestSuite): Promise<void> {
  const { directory, suite, key, date = new Date(Date.now() - 3600_000), codename = suite } = options;
  const { changeIndex = asIs, changeRelease = asIs } = options;
  const components = { main: options.packages, ...options.otherComponents };
  const listed: string[] = [];
  for (const [component, packages] of Object.entries(components)) {
    const path = `${component}/binary-amd64/Packages`;
    const text = changeIndex(packages.map((one) => stanzaOf(one)).join("\n"));
    const packed = gzipSync(text);
    listed.push(
      ` ${sha256(text)} ${Buffer.byteLength(text)} ${path}`,
      ` ${sha256(packed)} ${packed.length} ${path}.gz`,
    );
    await write(join(directory, "dists", suite, `${path}.gz`), packed);
    for (const one of packages) await write(join(directory, poolPath(one)), bytesOf(one));
  }
  if (options.sources !== undefined) {
    const text = options.sources.map(sourceStanzaOf).join("\n");
    listed.push(` ${sha256(text)} ${Buffer.byteLength(text)} main/source/Sources`);
    await write(join(directory, "dists", suite, "main/source/Sources"), text);
    for (const one of options.sources)
      for (const [name, content] of Object.entries(one.files))
        await write(join(directory, sourceDirectory(one), name), content);
  }
  const lines = [
    `Origin: Test`,
    `Suite: ${codename}`,
    `Codename: ${codename}`,
    `Date: ${date.toUTCString()}`,
    ...(options.validUntil ? [`Valid-Until: ${options.validUntil.toUTCString()}`] : []),
    `Architectures: amd64`,
    `Components: ${Object.keys(components).join(" ")}`,
    "SHA256:",
    ...listed,
    "",
  ];
  const release = changeRelease(lines.join("\n"));
  await write(
    join(directory, "dists", suite, key ? "InRelease" : "Release"),
    key ? await key.clearSign(release) : release,
  );
}

function asIs(text: string): string {
  return text;
}

export function poolPath({ name, version }: TestPackage): string {
  return `pool/main/${name}_${withoutEpoch(version)}_amd64.deb`;
}

export function bytesOf({ name, version, bytes = 1000, deb }: TestPackage): Buffer {
  return deb ?? Buffer.alloc(bytes, `${name} ${version}\n`);
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function stanzaOf(one: TestPackage): string {
  const content = bytesOf(one);
  const fields = {
    Package: one.name,
    Version: one.version,
    Architecture: "amd64",
    Maintainer: "Nobody <nobody@example.org>",
    ...one.fields,
    Filename: poolPath(one),
    Size: String(content.length),
    SHA256: sha256(content),
    Description: `the package ${one.name}`,
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");
}

/** Returns the directory of a source package's files, below the archive's root. */
export function sourceDirectory({ name }: Pick<TestSource, "name">): string {
  return `pool/main/${name}`;
}

function sourceStanzaOf(one: TestSource): string {
  const sums = Object.entries(one.files).map(
    ([name, content]) => ` ${sha256(content)} ${Buffer.byteLength(content)} ${name}\n`,
  );
  const fields = { Package: one.name, Version: one.version, Directory: sourceDirectory(one), ...one.fields };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  return `${lines.join("")}Checksums-Sha256:\n${sums.join("")}`;
}

async function write(path: string, data: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data);
}
