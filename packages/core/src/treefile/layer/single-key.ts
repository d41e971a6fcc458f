import * as z from "zod";
import type { Entry } from "../../document/entry.ts";
import { mergedValue, type Slot } from "./layer.ts";
import {
  type FieldsOf,
  type MergedContext,
  type PlannedPart,
  type TreefileKey,
  treefileKey,
} from "./treefile-key.ts";

interface Declared<Field extends string, Value, Shape extends z.ZodType, Planned extends z.ZodRawShape>
  extends Partial<Pick<TreefileKey, "faults" | "check">> {
  readonly name: string;
  readonly schema: z.ZodType<Value>;
  /** Name and schema of the value in the resolved treefile; optional where the key may have no effect. */
  readonly field: Field;
  readonly record: Shape;
  /** What the resolved treefile has where no file gives the key. */
  readonly default?: z.output<Shape>;
  /** An example for the message, if a whole treefile must have the key. */
  readonly neededLike?: string;
  /** Returns the resolved value; undefined if the key has no effect, or an error, which it reports. */
  readonly resolve?: (entry: Entry<Value>, context: MergedContext) => z.output<Shape> | undefined;
  readonly planned?: PlannedPart<Record<Field, Shape>, Planned>;
}

interface SingleKey<Value, Fields extends z.ZodRawShape, Planned extends z.ZodRawShape>
  extends TreefileKey<Fields, Planned> {
  readonly slot: Slot<Value>;
}

/** Declares a key that has one value, of which that of the including file counts. */
export function singleKey<
  const Field extends string,
  Value,
  Shape extends z.ZodType,
  // biome-ignore lint/complexity/noBannedTypes: a key that shapes no root has the empty shape
  Planned extends z.ZodRawShape = {},
>(declared: Declared<Field, Value, Shape, Planned>): SingleKey<Value, Record<Field, Shape>, Planned> {
  const { name, field, default: fallback, neededLike } = declared;
  const slot: Slot<Value> = { path: [name], rule: "override" };
  const fieldsOf = (value: unknown) =>
    (value === undefined ? {} : { [field]: value }) as FieldsOf<Record<Field, Shape>>;
  const key = treefileKey<Value, Record<Field, Shape>, Planned>({
    ...declared,
    schema: fallback === undefined ? declared.schema : declared.schema.meta({ default: fallback }),
    slots: [slot],
    fill: (value, place) => [place(slot, value, [name])],
    record: { [field]: declared.record } as Record<Field, Shape>,
    resolve: (layer, context) => {
      const entry = mergedValue(layer, slot);
      if (entry !== undefined)
        return fieldsOf(declared.resolve === undefined ? entry.value : declared.resolve(entry, context));
      if (neededLike !== undefined) reportMissing(name, neededLike, context);
      return fieldsOf(fallback);
    },
  });
  return { ...key, slot };
}

function reportMissing(name: string, example: string, { whole, isFaulty, problems }: MergedContext): void {
  if (whole === undefined || isFaulty(name)) return;
  const message = "this key is missing, here and in all included treefiles";
  problems.add(whole, [{ path: [name], message, hint: `Write \`${name}: ${example}\`.` }]);
}
