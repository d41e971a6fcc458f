import type { CheckedRule } from "./boot-report.ts";
import type { FailedUnit, ProbeFacts } from "./probe-facts.ts";

/** Describes what is known about the tree before it boots. */
export interface ExpectedSystem {
  /** Checksum of the commit, 64 hexadecimal digits. */
  readonly checksum: string;
  readonly packageCount: number;
}

/** Compares what the probe reported with what is expected. A missing fact breaks its rule. */
export function evaluateBoot(facts: ProbeFacts, expected: ExpectedSystem): CheckedRule[] {
  const { values, failedUnits } = facts;
  const state = values.get("state") ?? unknown;
  const booted = checksumOf(values.get("deployment"));
  const byOstree = values.get("ostree-status");
  return [
    {
      id: "units",
      title: "the system is up and no unit failed",
      passed: state === "running" && failedUnits.length === 0,
      expected: "running",
      found: [state, ...failedUnits.map(describeUnit)].join("; "),
    },
    equality("deployment", "the running tree is the committed one", expected.checksum, booted),
    // A tree without the ostree program shows its deployment only in its kernel arguments.
    ...(byOstree === undefined
      ? []
      : [equality("ostree-status", "ostree names it as booted", expected.checksum, checksumOf(byOstree))]),
    ...(values.get("composefs") === undefined
      ? []
      : [
          equality(
            "composefs",
            "the root is composefs",
            "overlay of composefs",
            values.get("composefs") ?? unknown,
          ),
        ]),
    writability("usr", "/usr", false, values),
    writability("sysroot", "/sysroot", false, values),
    writability("etc", "/etc", true, values),
    writability("var", "/var", true, values),
    equality("machine-id", "the machine keeps its id", "saved", values.get("machine-id") ?? unknown),
    equality(
      "packages",
      "dpkg lists every package",
      `${expected.packageCount} packages`,
      `${values.get("packages") ?? unknown} packages`,
    ),
  ];
}

const unknown = "not reported";

function describeUnit({ unit, journal }: FailedUnit): string {
  const last = journal.at(-1);
  return last === undefined ? `${unit} failed` : `${unit} failed: ${last}`;
}

/** Returns the checksum in a deployment's name, which consists of a checksum and a serial number. */
function checksumOf(deployment: string | undefined): string {
  return deployment?.replace(/\.\d+$/, "") || unknown;
}

function writability(
  id: string,
  directory: string,
  writable: boolean,
  values: ProbeFacts["values"],
): CheckedRule {
  const words: Readonly<Record<string, string>> = { yes: "writable", no: "read-only" };
  const wanted = writable ? "writable" : "read-only";
  return equality(
    id,
    `${directory} is ${wanted}`,
    wanted,
    words[values.get(`writable-${directory}`) ?? ""] ?? unknown,
  );
}

function equality(id: string, title: string, expected: string, found: string): CheckedRule {
  return { id, title, passed: expected === found, expected, found };
}
