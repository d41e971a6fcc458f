import { WorkflowError } from "../expressions/expression-error.ts";

/** Is one combination of a matrix. */
export type Combination = Readonly<Record<string, unknown>>;

const mostJobs = 256;

/**
 * Returns the combinations of a matrix by GitHub's rules: the product of its lists without what `exclude` matches; an entry
 * of `include` extends the combinations that it does not change, or is one of its own.
 */
export function expandMatrix(matrix: unknown): Combination[] {
  if (!isMap(matrix)) throw new WorkflowError("the matrix is not a map");
  const { include = [], exclude = [], ...lists } = matrix;
  if (!isListOfMaps(include) || !isListOfMaps(exclude))
    throw new WorkflowError("include and exclude of a matrix have to be lists of maps");
  let products: Combination[] = Object.keys(lists).length === 0 ? [] : [{}];
  for (const [key, values] of Object.entries(lists)) {
    if (!Array.isArray(values) || values.length === 0)
      throw new WorkflowError(`the matrix has no list of values for ${key}`);
    products = products.flatMap((one) => values.map((value: unknown) => ({ ...one, [key]: value })));
  }
  const kept = products.filter((one) => !exclude.some((entry) => agrees(one, entry, Object.keys(entry))));
  const extended: Record<string, unknown>[] = kept.map((one) => ({ ...one }));
  const added: Combination[] = [];
  for (const entry of include) {
    const shared = Object.keys(entry).filter((key) => key in lists);
    const fitting = extended.filter((_, index) => agrees(kept[index] ?? {}, entry, shared));
    if (kept.length === 0 || fitting.length === 0) added.push(entry);
    else for (const one of fitting) Object.assign(one, entry);
  }
  const all = [...extended, ...added];
  if (all.length === 0) throw new WorkflowError("the matrix has no combination");
  if (all.length > mostJobs)
    throw new WorkflowError(`the matrix has ${all.length} combinations; allowed: ${mostJobs}`);
  return all;
}

function agrees(one: Combination, entry: Combination, keys: readonly string[]): boolean {
  return keys.every((key) => JSON.stringify(one[key]) === JSON.stringify(entry[key]));
}

function isListOfMaps(value: unknown): value is Combination[] {
  return Array.isArray(value) && value.every(isMap);
}

function isMap(value: unknown): value is Combination {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
