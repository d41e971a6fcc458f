import { readFileSync } from "node:fs";
import { join } from "node:path";
import { composeFileJsonSchema } from "@debootc/core/compose-file/compose-file-json-schema";
import type { ExpandedComposeFile } from "@debootc/core/compose-file/expanded-compose-file";
import { matrixOf } from "@debootc/core/compose-file/matrix-of";
import { expandedComposeText } from "../../cli/src/render/screens/expanded-compose-file.ts";
import { glyphsFor } from "../../cli/src/screen/glyphs.ts";
import { createStyle } from "../../cli/src/screen/style.ts";
import { errorsOfComposeExample, loadComposeExample } from "./compose-file-example.ts";
import { schemaTable } from "./schema-table.ts";

/** Formats docs/compose-file.md: its rules, what debootc makes of the examples, and a table of the keys from the schema. */
export function composeFilePage(): string {
  const text = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");
  const rules = text("compose-file-rules.md");
  const merged = [...rules.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, block = ""]) => block)[1] ?? "";
  return (
    rules
      .replace("EXPANDED", () => expandedExample(merged).trimEnd())
      .replace("MATRIX", () => matrixExample(merged))
      .replace("ERRORS", () => errorsOfComposeExample(text("compose-file-wrong.txt"))) +
    schemaTable(composeFileJsonSchema())
  );
}

function expandedExample(example: string): string {
  const { composeFile, expand } = loadComposeExample(example);
  const legs = composeFile.variants.flatMap(({ legs: all }) => all);
  const expanded = expand(legs.filter((leg) => leg.variant === "server" && leg.architecture === "arm64"));
  const canvas = { columns: 100, directory: "/", style: createStyle(false), glyphs: glyphsFor(true) };
  return expandedComposeText(withoutDefaults(expanded), canvas);
}

function withoutDefaults({ variants, ...rest }: ExpandedComposeFile): ExpandedComposeFile {
  const given = (treefile: ExpandedComposeFile["variants"][number]["legs"][number]["treefile"]) => ({
    ...treefile,
    values: treefile.values.filter(({ origin }) => origin.from !== "default"),
    unset: [],
  });
  return {
    ...rest,
    variants: variants.map(({ legs, ...variant }) => ({
      ...variant,
      legs: legs.map((leg) => ({ ...leg, treefile: given(leg.treefile) })),
    })),
  };
}

function matrixExample(example: string): string {
  const legs = loadComposeExample(example).composeFile.variants.flatMap(({ legs: all }) => all);
  const { include } = matrixOf(legs, { composeId: "example-13-20261130.0", timestamp: 1796040000 });
  return `{"include":[\n${include.map((leg) => ` ${JSON.stringify(leg)}`).join(",\n")}]}`;
}
