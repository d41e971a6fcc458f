import type * as z from "zod";
import type { DocumentFile, Fault } from "../../document/document-file.ts";
import type { Path } from "../../document/position-map.ts";
import type { ProblemList } from "../../document/problem-list.ts";
import type { ReadFile } from "../../document/read-file.ts";
import type { InspectFile } from "./own-file.ts";
import type { Layer, Slot, SlotValue } from "./layer.ts";
import type { TakingBack } from "./take-back.ts";

/** Holds what a key needs besides the merged layer. */
export interface MergedContext {
  /** Absolute path of the outermost treefile. */
  readonly path: string;
  readonly architecture: string;
  readonly read: ReadFile;
  /** Looks at files that go into the image; absent when they are not looked for. */
  readonly inspect?: InspectFile | undefined;
  readonly problems: ProblemList;
  /** The values of all files, those included that later files take back. */
  readonly given: Layer;
  /** Whether a file gives the key, but wrongly, which is already reported. */
  readonly isFaulty: (key: string) => boolean;
  /** The outermost treefile, if all files could be read: then a missing key is an error. */
  readonly whole: DocumentFile | undefined;
}

/** Makes the value of a slot out of a value at a path of the file. */
export type Place = <T>(slot: Slot<T>, value: T, path: Path, name?: string) => SlotValue<T>;

/** Has the fields of a record with a given shape. */
export type FieldsOf<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/** Describes what a key adds to the plan of a root. */
export interface PlannedPart<Fields extends z.ZodRawShape, Planned extends z.ZodRawShape> {
  /** Its fields in the plan. Stored plans lack what has its default, so that a new key changes no digest. */
  readonly record: Planned;
  of(fields: FieldsOf<Fields>): FieldsOf<Planned>;
}

/** Describes all that debootc knows of one key of a treefile. */
export interface TreefileKey<
  Fields extends z.ZodRawShape = z.ZodRawShape,
  Planned extends z.ZodRawShape = z.ZodRawShape,
> {
  readonly name: string;
  /** The value as a treefile writes it, with its description for editors and for the page. */
  readonly schema: z.ZodType;
  /** Reports what members of the value ask of each other. */
  readonly faults: (value: unknown, path: Path) => readonly Fault[];
  /** Whether `${name}` in its texts is left alone. */
  readonly keepsVariables: boolean;
  /** Whether it is read before files are merged, because it decides which files there are. */
  readonly isReadFirst: boolean;
  /** The slots that it has, in the order in which they are shown. */
  readonly slots: readonly Slot<unknown>[];
  /** What later files take back. */
  readonly takesBack: readonly TakingBack[];
  /** The values that a file gives by it. An item of a list that has errors is undefined. */
  fill(value: unknown, place: Place, architecture: string): readonly SlotValue[];
  /** Reports what can be judged only when all files are merged. */
  check(layer: Layer, context: MergedContext): void;
  /** Its fields in the resolved treefile. */
  readonly record: Fields;
  /** Returns its fields, with defaults in place, or undefined if something is wrong, which it reports. */
  resolve(layer: Layer, context: MergedContext): FieldsOf<Fields> | undefined;
  /** What it adds to the plan of a root. */
  readonly planned: PlannedPart<Fields, Planned>;
}

type Declared<Value, Fields extends z.ZodRawShape, Planned extends z.ZodRawShape> = Pick<
  TreefileKey,
  "name"
> & {
  readonly schema: z.ZodType<Value>;
  readonly fill?: (value: Value, place: Place, architecture: string) => readonly SlotValue[];
  readonly record?: Fields;
  readonly resolve?: TreefileKey<Fields, Planned>["resolve"];
  readonly planned?: PlannedPart<Fields, Planned>;
} & Partial<Pick<TreefileKey, "faults" | "keepsVariables" | "isReadFirst" | "slots" | "takesBack" | "check">>;

/** Declares a key. What is left out does nothing. */
export function treefileKey<
  Value,
  // biome-ignore lint/complexity/noBannedTypes: a key without fields has the empty shape
  Fields extends z.ZodRawShape = {},
  // biome-ignore lint/complexity/noBannedTypes: a key that shapes no root has the empty shape
  Planned extends z.ZodRawShape = {},
>(declared: Declared<Value, Fields, Planned>): TreefileKey<Fields, Planned> {
  const { fill, resolve } = declared;
  return {
    faults: () => [],
    keepsVariables: false,
    isReadFirst: false,
    slots: [],
    takesBack: [],
    check: () => {},
    ...declared,
    record: declared.record ?? ({} as Fields),
    fill: (value, place, architecture) => fill?.(value as Value, place, architecture) ?? [],
    resolve: resolve ?? (() => ({}) as FieldsOf<Fields>),
    planned: declared.planned ?? { record: {} as Planned, of: () => ({}) as FieldsOf<Planned> },
  };
}
