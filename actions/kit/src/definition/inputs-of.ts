import { describeRequest, type RequestProperty } from "@debootc/core/request/describe-request";
import type { AnyAction } from "./action-definition.ts";

/** Describes one input of an action. */
export interface ActionInput {
  /** As workflows write it, such as `output-dir`. */
  readonly name: string;
  readonly field: string;
  readonly property: RequestProperty;
  readonly required: boolean;
  /** Whether only workflows have it, so that it is no part of the request. */
  readonly own: boolean;
}

/** Lists the fields that the machine gives if nobody else does. */
export const machineFields = ["cacheDir", "arch", "jobs"] as const;

/** Returns the inputs of an action, in the order of its schemas. */
export function inputsOf({ request, without, own }: AnyAction): readonly ActionInput[] {
  return [...inputsIn(request, false), ...inputsIn(own, true)].filter(
    ({ field }) => !without.includes(field),
  );
}

/** Returns the name of the input for a field: `output-dir` for `outputDir`. */
export function inputName(field: string, { input }: Pick<RequestProperty, "input">): string {
  return input ?? field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function inputsIn(schema: AnyAction["own"], own: boolean): ActionInput[] {
  const { properties, required } = describeRequest(schema);
  return Object.entries(properties).map(([field, property]) => ({
    name: inputName(field, property),
    field,
    property,
    required: required.has(field) && !machineFields.some((name) => name === field),
    own,
  }));
}
