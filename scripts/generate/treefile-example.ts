import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { formatDiagnostic } from "@debootc/core/error/format-diagnostic";
import { type LoadedTreefile, loadTreefile } from "@debootc/core/treefile/load-treefile";
import { repository } from "../repository/repository.ts";

/** A treefile, or a part of one, as the documents show it. */
export interface TreefileExample {
  /** The key that it is about, such as `sources.id`. */
  readonly key: string;
  readonly text: string;
  readonly isRight: boolean;
}

/** The examples of `treefile-examples.txt`. */
export function treefileExamples(): readonly TreefileExample[] {
  const text = readFileSync(join(import.meta.dirname, "treefile-examples.txt"), "utf8");
  return [...text.matchAll(/^(==|--) (\S+)\n([^]*?)(?=^(?:==|--) |(?![^]))/gm)].map(
    ([, sign, key = "", body = ""]) => ({
      key,
      text: `${body.trimEnd()}\n`,
      isRight: sign === "==",
    }),
  );
}

const path = "/treefile.yaml";
const key = readFileSync(join(repository, "packages/pipeline/keyrings/debian-archive.asc"));

/**
 * Reads an example. What a whole treefile needs is added behind it; treefiles that it includes are the repository's,
 * or empty, and keys and scripts are there.
 */
export function loadExample(text: string): LoadedTreefile {
  const needed = ["ref: example/x", "suite: trixie"].filter(
    (line) => !new RegExp(`^${line.slice(0, 4)}`, "m").test(text),
  );
  return loadTreefile({
    file: path,
    architecture: "amd64",
    read: (file) => {
      if (file === path) return Buffer.from([text, ...needed.map((line) => `${line}\n`)].join(""));
      if (file.endsWith(".asc")) return key;
      if (file.endsWith(".sh")) return Buffer.from("#!/bin/sh\n");
      return file.startsWith("/treefiles/") ? readFileSync(repository + file) : Buffer.from("units: []\n");
    },
  });
}

/** What debootc says first of a wrong example, with the path of the key that it is about. */
export function errorOfExample(text: string): { readonly key: string; readonly said: string } {
  try {
    loadExample(text);
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    const [first] = error.diagnostics;
    if (first === undefined) throw error;
    return { key: first.key ?? "", said: formatDiagnostic({ ...first, file: path.slice(1) }) };
  }
  throw new Error(`nothing is wrong with the example:\n${text}`);
}
