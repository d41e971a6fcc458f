import * as z from "zod";
import type { Entry } from "../../document/entry.ts";
import { mergedValues, type MergeRule, type Slot } from "./layer.ts";
import type { TakingBack } from "./take-back.ts";
import {
  type FieldsOf,
  type MergedContext,
  type PlannedPart,
  type TreefileKey,
  treefileKey,
} from "./treefile-key.ts";

interface Declared<Field extends string, Item, Value, Shape extends z.ZodType, Planned extends z.ZodRawShape>
  extends Partial<Pick<TreefileKey, "faults" | "keepsVariables" | "check">> {
  readonly name: string;
  readonly schema: z.ZodType<Item[]>;
  readonly rule: Exclude<MergeRule, "override">;
  readonly mayRepeat?: boolean;
  /** Returns what an item means. Left out, it is the item as it is written. */
  readonly parse?: (item: Item) => Value;
  /** Returns what later files take back, given the slot of the list. */
  readonly takesBack?: (slot: Slot<Value>) => readonly TakingBack[];
  /** Returns what an item is about, by which the rule `replace` compares items. */
  readonly nameOf?: (value: Value) => string;
  /** Name of the list and schema of its items in the resolved treefile. */
  readonly field: Field;
  readonly record: Shape;
  /** The list that the resolved treefile has where no file gives an item. */
  readonly default?: readonly z.output<Shape>[];
  /** Returns the resolved item. Left out, it is the value. */
  readonly resolve?: (entry: Entry<Value>, context: MergedContext) => z.output<Shape>;
  readonly planned?: PlannedPart<Record<Field, z.ZodArray<Shape>>, Planned>;
}

interface ListKey<Value, Fields extends z.ZodRawShape, Planned extends z.ZodRawShape>
  extends TreefileKey<Fields, Planned> {
  readonly slot: Slot<Value>;
}

/** Declares a key that has a list, to which each file adds its items. */
export function listKey<
  const Field extends string,
  Item,
  Shape extends z.ZodType,
  Value = Item,
  // biome-ignore lint/complexity/noBannedTypes: a key that shapes no root has the empty shape
  Planned extends z.ZodRawShape = {},
>(
  declared: Declared<Field, Item, Value, Shape, Planned>,
): ListKey<Value, Record<Field, z.ZodArray<Shape>>, Planned> {
  type Fields = Record<Field, z.ZodArray<Shape>>;
  const { name, field, rule, nameOf, mayRepeat = false, default: fallback = [] } = declared;
  const slot: Slot<Value> = { path: [name], rule, mayRepeat };
  const parse = declared.parse ?? ((item: Item) => item as unknown as Value);
  const resolve = declared.resolve ?? (({ value }: Entry<Value>) => value as unknown as z.output<Shape>);
  const key = treefileKey<readonly (Item | undefined)[], Fields, Planned>({
    ...declared,
    schema: fallback.length === 0 ? declared.schema : declared.schema.meta({ default: fallback }),
    slots: [slot],
    takesBack: declared.takesBack?.(slot) ?? [],
    fill: (items, place) =>
      items.flatMap((item, index) => {
        if (item === undefined) return [];
        const value = parse(item);
        return [place(slot, value, [name, index], nameOf?.(value))];
      }),
    record: { [field]: z.array(declared.record) } as Fields,
    resolve: (layer, context) => {
      const items = mergedValues(layer, slot).map((entry) => resolve(entry, context));
      return { [field]: items.length === 0 ? [...fallback] : items } as unknown as FieldsOf<Fields>;
    },
  });
  return { ...key, slot };
}

/** Applies a rule for one item to all items of a list. A value that is not a list is left to the schema. */
export function eachItem(faultsOf: TreefileKey["faults"]): TreefileKey["faults"] {
  return (value, path) =>
    Array.isArray(value) ? value.flatMap((item, index) => faultsOf(item, [...path, index])) : [];
}
