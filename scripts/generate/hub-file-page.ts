import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { formatDiagnostic } from "@debootc/core/error/format-diagnostic";
import { hubFileJsonSchema } from "@debootc/core/hub-file/hub-file-json-schema";
import { loadHubFile } from "@debootc/core/hub-file/load-hub-file";
import { schemaTable } from "./schema-table.ts";

/** Formats docs/hub-file.md: its rules, what debootc says of a wrong file, and a table of the keys from the schema. */
export function hubFilePage(): string {
  const text = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");
  return (
    text("hub-file-rules.md").replace("ERRORS", () => errorsOf(wrong)) + schemaTable(hubFileJsonSchema())
  );
}

const wrong = `compse: treefiles/compose.yaml
on:
  push: {branches: "[main]"}
  schedule:
    - {name: nightly, cron: "0 25 * * *"}
`;

function errorsOf(example: string): string {
  try {
    loadHubFile(Buffer.from(example));
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    return error.diagnostics.map((one) => formatDiagnostic(one)).join("\n\n");
  }
  throw new Error(`nothing is wrong with the example:\n${example}`);
}
