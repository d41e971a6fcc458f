import { allowedValues } from "../request/allowed-values.ts";
import { schemaFaults } from "../document/schema-faults.ts";
import type { Fault } from "../document/document-file.ts";
import type { Setting } from "./setting.ts";

/** All that is wrong with a value of a setting; `spelled` is the value as its file or variable writes it. */
export function settingFaults(
  { name, property, schema }: Setting,
  value: unknown,
  spelled: string | undefined,
): readonly Fault[] {
  return schemaFaults(schema, value, [name], () => spelled).map((fault) => ({
    ...fault,
    // A rule of its own says better than the type what is allowed.
    allowed:
      property.type === "string" && fault.allowed !== undefined ? fault.allowed : allowedValues(property),
  }));
}
