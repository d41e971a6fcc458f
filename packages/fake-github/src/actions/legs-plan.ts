import type { JobPlan } from "../state/workflow.ts";
import type { PlanJobs } from "../state/world.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * Plans jobs as a workflow does whose matrix is an input: each input that holds a JSON list of legs, or `{"include": [...]}`,
 * gives a job a leg, which runs on the label or labels of its `runsOn` or `runs-on`. Without such an input there is one job.
 */
export const legsPlan: PlanJobs = ({ inputs }) => {
  const legs = Object.values(inputs).flatMap(legsOf);
  if (legs.length === 0) return [{ name: "build", labels: ["ubuntu-latest"] }];
  return legs.map((leg): JobPlan => {
    const values = Object.values(leg).filter((value) => typeof value !== "object");
    return { name: `leg (${values.join(", ")})`, labels: labelsOf(leg) };
  });
};

function legsOf(input: unknown): Json[] {
  if (typeof input !== "string" || !/^\s*[[{]/.test(input)) return [];
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    // An input may be any text; one that only looks like JSON holds no legs.
    return [];
  }
  const list = Array.isArray(value) ? value : (value as Json)["include"];
  return Array.isArray(list) ? list.filter((leg: unknown) => isLeg(leg)) : [];
}

function isLeg(leg: unknown): leg is Json {
  return typeof leg === "object" && leg !== null && ("runsOn" in leg || "runs-on" in leg);
}

function labelsOf(leg: Json): string[] {
  const labels = leg["runsOn"] ?? leg["runs-on"];
  return Array.isArray(labels) ? labels.map(String) : [String(labels)];
}
