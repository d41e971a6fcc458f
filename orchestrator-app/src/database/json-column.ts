import type { ColumnType } from "kysely";

/** Is a column of JSON that may be empty; it is written as text. */
export type NullableJson<T extends object> = ColumnType<T | null, string | null, string | null>;

/** Is the same for a column that new rows may leave out. */
export type OptionalJson<T extends object> = ColumnType<T | null, string | null | undefined, string | null>;
