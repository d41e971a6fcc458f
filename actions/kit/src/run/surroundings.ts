import { describeRequest, type RequestSchema } from "@debootc/core/request/describe-request";
import type { GivenSettings } from "@debootc/core/settings/given-settings";
import { debianArchitectureOf, defaultCacheDirectory } from "@debootc/pipeline/door/machine-defaults";
import { availableParallelism, homedir } from "node:os";

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns what the machine gives to fields that nobody else does. */
export function machineValues(environment: Environment): Readonly<Record<string, unknown>> {
  return {
    cacheDir: defaultCacheDirectory(homedir(), environment),
    arch: debianArchitectureOf(process.arch),
    jobs: availableParallelism(),
  };
}

/** Returns the values of a request: from the inputs, else the settings, else the machine, else left to the schema. */
export function completedValues(
  schema: RequestSchema,
  given: Readonly<Record<string, unknown>>,
  {
    settings,
    machine,
  }: { readonly settings: GivenSettings; readonly machine: Readonly<Record<string, unknown>> },
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [field, { setting, type }] of Object.entries(describeRequest(schema).properties)) {
    const value = given[field] ?? settings.get(setting ?? "")?.value ?? machine[field];
    if (value !== undefined) values[field] = type === "array" && !Array.isArray(value) ? [value] : value;
  }
  return values;
}
