import { allowedValues } from "../request/allowed-values.ts";
import { schemaFaults } from "../document/schema-faults.ts";
import type { Fault } from "../document/document-file.ts";
import type { Setting } from "./setting.ts";

/** Returns every fault of the value of a setting; `spelled` is the value as its file or variable has it. */
export function settingFaults(
  { name, property, schema }: Setting,
  value: unknown,
  spelled: string | undefined,
): readonly Fault[] {
  return schemaFaults(schema, value, [name], () => spelled).map((fault) => ({
    ...fault,
    // The rule of a field says better than its type what is allowed.
    allowed:
      property.type === "string" && fault.allowed !== undefined ? fault.allowed : allowedValues(property),
  }));
}
