import type { DeliveryFault, DownloadFault, Fault, RequestFault, When } from "./fault.ts";

/** Says which faults are due, and counts them. */
export interface Faults {
  /** Replaces the plan; all counts begin again. */
  readonly plan: (faults: readonly Fault[]) => void;
  /** Returns the faults of one delivery, of an event such as `workflow_job.queued`. */
  readonly ofDelivery: (event: string) => readonly DeliveryFault[];
  /** Returns the fault of one request. */
  readonly ofRequest: (operation: string) => RequestFault | undefined;
  /** Returns the fault of one download. */
  readonly ofDownload: () => DownloadFault | undefined;
  /** Returns by how many milliseconds GitHub's clock differs. */
  readonly skew: () => number;
}

interface Counted<T> {
  readonly fault: T;
  seen: number;
  happened: number;
}

/** Returns the faults of a plan. Whether a fault with a chance happens is drawn from `random`, so a seed repeats it. */
export function faultsOf(first: readonly Fault[], random: () => number): Faults {
  let deliveries: Counted<DeliveryFault>[] = [];
  let requests: Counted<RequestFault>[] = [];
  let downloads: Counted<DownloadFault>[] = [];
  let skew = 0;
  const plan = (faults: readonly Fault[]) => {
    deliveries = faults.filter((fault) => fault.on === "delivery").map(counted);
    requests = faults.filter((fault) => fault.on === "request").map(counted);
    downloads = faults.filter((fault) => fault.on === "download").map(counted);
    skew = faults.reduce((sum, fault) => sum + (fault.on === "clock" ? fault.milliseconds : 0), 0);
  };
  plan(first);
  return {
    plan,
    ofDelivery: (event) =>
      deliveries
        .filter(({ fault }) => isFor(fault.event, event))
        .filter((entry) => happens(entry, random))
        .map(({ fault }) => fault),
    ofRequest: (operation) =>
      requests
        .filter(({ fault }) => fault.operation === undefined || fault.operation === operation)
        .find((entry) => happens(entry, random))?.fault,
    ofDownload: () => downloads.find((entry) => happens(entry, random))?.fault,
    skew: () => skew,
  };
}

function counted<T>(fault: T): Counted<T> {
  return { fault, seen: 0, happened: 0 };
}

/** `push` means the event, `workflow_job` all of its actions, `workflow_job.queued` one of them. */
function isFor(wanted: string | undefined, event: string): boolean {
  return wanted === undefined || wanted === event || event.startsWith(`${wanted}.`);
}

function happens(entry: Counted<When>, random: () => number): boolean {
  const { skip = 0, times = Number.POSITIVE_INFINITY, chance = 1 } = entry.fault;
  entry.seen += 1;
  if (entry.seen <= skip || entry.happened >= times) return false;
  if (chance < 1 && random() >= chance) return false;
  entry.happened += 1;
  return true;
}
