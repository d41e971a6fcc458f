import type { CausedDifference } from "./difference-causes.ts";

/** Tells how a rebuild of a source package compares with the archive's packages. */
export interface WitnessRow {
  readonly source: string;
  readonly version: string;
  /** Number of the archive's packages. */
  readonly packages: number;
  /** Number of those that were built with the same bytes. */
  readonly equal: number;
  readonly differences: readonly CausedDifference[];
  /** Why nothing could be compared. */
  readonly failure?: string;
  /** Whether two builds here, in different environments, were equal; only asked where a cause is unknown. */
  readonly isReproducible?: boolean;
}

/** Counts the rows that have a difference of a cause; the gravest cause of a row counts. */
export function rowsByCause(rows: readonly WitnessRow[]) {
  const has = ({ differences }: WitnessRow, cause: CausedDifference["cause"]) =>
    differences.some((one) => one.cause === cause);
  const compared = rows.filter(({ failure }) => failure === undefined);
  const environment = compared.filter((row) => has(row, "environment"));
  const unknown = compared.filter((row) => !environment.includes(row) && has(row, "unknown"));
  const toolchain = compared.filter(
    (row) => !environment.includes(row) && !unknown.includes(row) && has(row, "toolchain"),
  );
  return {
    failed: rows.length - compared.length,
    equal: compared.filter(({ packages, equal }) => packages === equal).length,
    toolchain: toolchain.length,
    environment: environment.length,
    unknown: unknown.length,
  };
}

/** Formats rows as a table of a page, with what differs by its causes. */
export function witnessTable(
  rows: readonly WitnessRow[],
  { suite, date }: { suite: string; date: string },
): string {
  const counts = rowsByCause(rows);
  const lines = rows.map(
    (row) =>
      `| ${row.source} ${row.version} | ${row.failure === undefined ? `${row.equal} of ${row.packages}` : "-"} | ${whyOf(row)} |`,
  );
  return [
    `On ${date}, ${rows.length} source packages of ${suite} for amd64: ${counts.equal} wholly equal, ${counts.toolchain} that differ by the toolchain, ${counts.unknown} by an unknown cause, ${counts.environment} by the environment${counts.failed === 0 ? "" : `; ${counts.failed} not compared`}.`,
    "",
    "| source package | equal packages | what differs, and why |",
    "|---|---|---|",
    ...lines,
  ].join("\n");
}

function whyOf({ differences, failure, isReproducible }: WitnessRow): string {
  if (failure !== undefined) return failure;
  if (differences.length === 0) return "nothing";
  const groups = Map.groupBy(differences, ({ cause, evidence }) => `${cause}: ${evidence}`);
  const told = [...groups].map(([why, places]) => {
    const [first] = places;
    const place = (first?.place ?? "").replace(/^(?:data|control)\.tar: \.\//, "");
    const more = places.length === 1 ? "" : ` and ${places.length - 1} more`;
    return `${why} (\`${place}\`${more})`;
  });
  const twice =
    isReproducible === undefined
      ? []
      : [isReproducible ? "two builds here are equal" : "two builds here differ, too"];
  return [...told, ...twice].join("; ").replaceAll("|", "\\|");
}

const [begin, end] = ["<!-- witness: begin -->", "<!-- witness: end -->"];

/** Replaces the table of a page, which stands between two comments. */
export function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the page has no ${begin} before a ${end}`);
  return `${page.slice(0, from)}${begin}\n${table}\n${page.slice(to)}`;
}
