import { type Fault, type FaultPlace, faultPlaces } from "@debootc/fake-github/fault-plan";
import { resolve } from "node:path";
import { repository } from "../repository/repository.ts";

/** Is what a run of act is asked for. */
export interface ActRequest {
  /** The program. */
  readonly act: string;
  /** The name of a workflow of the repository, or the path of a file. */
  readonly workflow: string;
  /** The repository whose files jobs get. */
  readonly repository: string;
  readonly faults: readonly Fault[];
  /** Whether jobs run in containers of Docker; on this machine itself otherwise. */
  readonly container: boolean;
  /** The image of these containers; one is made otherwise. */
  readonly image?: string;
  /** For act itself. */
  readonly others: readonly string[];
}

/** Reads the arguments of script/act; those that it does not know are act's. Throws an error with what to write. */
export function readActArguments(words: readonly string[]): ActRequest {
  const faults: Fault[] = [];
  const others: string[] = [];
  let [act, workflow, directory] = ["act", "", repository];
  let container = false;
  let image: string | undefined;
  const rest = [...words];
  const valueOf = (option: string) => {
    const value = rest.shift();
    if (value === undefined) throw new Error(`${option} needs a value`);
    return value;
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--act") act = valueOf(word);
    else if (word === "--repository") directory = resolve(valueOf(word));
    else if (word === "--container") container = true;
    else if (word === "--image") image = valueOf(word);
    else if (word === "--fault") faults.push(faultOf(valueOf(word)));
    else if (workflow === "" && !word.startsWith("-")) workflow = word;
    else others.push(word);
  }
  if (workflow === "") throw new Error("name a workflow first, such as: script/act compose");
  if (image !== undefined && !container) throw new Error("--image needs --container");
  return {
    ...{ act, workflow, repository: directory, faults, container, others },
    ...(image === undefined ? {} : { image }),
  };
}

const kinds = ["down", "error", "full", "damage"] as const;

function faultOf(text: string): Fault {
  const [at, kind, times] = text.split(":");
  const known = kinds.find((one) => one === kind);
  if (!isPlace(at) || known === undefined || !/^[1-9]\d*$/.test(times ?? "1"))
    throw new Error(
      `--fault cannot be ${text}; allowed: PLACE:KIND or PLACE:KIND:TIMES with PLACE one of ${faultPlaces.join(", ")} and KIND one of ${kinds.join(", ")}`,
    );
  return { at, kind: known, ...(times === undefined ? {} : { times: Number(times) }) };
}

function isPlace(text: string | undefined): text is FaultPlace {
  return faultPlaces.some((place) => place === text);
}
