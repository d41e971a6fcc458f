import type * as z from "zod";
import { describeRequest, type RequestProperty } from "../request/describe-request.ts";
import { configRequestSchema, settingFields } from "../request/config-request.ts";

type SettingField = keyof typeof settingFields;

/** Describes a value that can be given once for all runs. */
export interface Setting {
  /** As settings files spell it, such as `output-dir`. */
  readonly name: string;
  /** Its field in a ConfigRequest. */
  readonly field: SettingField;
  /** Its environment variable, such as `DEBOOTC_OUTPUT_DIR`. */
  readonly variable: string;
  readonly property: RequestProperty;
  readonly schema: z.core.$ZodType;
}

const { properties } = describeRequest(configRequestSchema);

/** Holds all settings by name, in the order in which they are shown. */
export const settings: ReadonlyMap<string, Setting> = new Map(
  Object.entries(settingFields).flatMap(([field, schema]) => {
    const property = properties[field];
    const name = property?.setting;
    if (property === undefined || name === undefined) return [];
    return [[name, { name, field: field as SettingField, variable: variableOf(name), property, schema }]];
  }),
);

function variableOf(name: string): string {
  return `DEBOOTC_${name.toUpperCase().replaceAll("-", "_")}`;
}
