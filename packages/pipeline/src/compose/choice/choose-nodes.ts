import { stepOf } from "@debootc/core/phase/compose-steps";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import type { LeftOutNode } from "../../engine/left-out-node.ts";
import type { Node } from "../../engine/node.ts";
import { refuseUnknownWords } from "./refuse-unknown-words.ts";
import { toldOnce } from "./told-once.ts";

/** Is a node as far as it matters for whether it runs. */
export type OutlinedNode = Pick<Node, "id" | "title" | "phase" | "reads" | "required">;

interface Rules {
  /** Whether the result of a node can be taken from the cache by itself. */
  readonly canBeTaken: (node: OutlinedNode) => boolean;
  /** Says why a node is no part of this compose at all; undefined for most. */
  readonly excluded: (node: OutlinedNode) => string | undefined;
}

/** Is a node that was not chosen, or never could be. */
interface UnchosenNode extends LeftOutNode {
  /** Whether it is a part of the compose, and left out this time. */
  readonly isPart: boolean;
}

/** Says what becomes of each node of a compose. */
export interface NodeChoice {
  /** Ids of the nodes that run as ever. */
  readonly run: ReadonlySet<string>;
  /** Ids of the nodes that only take their results from the cache, because others need them. */
  readonly take: ReadonlySet<string>;
  /** All others, each kind of node once. */
  readonly leftOut: readonly UnchosenNode[];
  /** Whether the compose is published; if not, it can be gone on with. */
  readonly isPublished: boolean;
}

type Wish = Pick<ComposeRequest, "phase" | "skip" | "noCache">;

const publish = "publish";

/**
 * Chooses the part of a compose that somebody asked for. What that needs of nodes that are left out is taken from the cache.
 * Where publishing is left out, or anything that is required is no part of the result, nothing is published. Throws `usage`
 * for words that name nothing, and for a node that needs what nobody leaves.
 */
export function chooseNodes(
  nodes: readonly OutlinedNode[],
  wish: Wish,
  { canBeTaken, excluded }: Rules,
): NodeChoice {
  refuseUnknownWords(wish, nodes);
  const reasons = new Map<string, string>();
  for (const node of nodes) {
    const reason = excluded(node) ?? reasonToLeaveOut(node, wish);
    if (reason !== undefined) reasons.set(node.id, reason);
  }
  const asked = nodes.filter(({ id }) => !reasons.has(id));
  if (asked.length === 0) throw nothingToDo(wish);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const take = new Set<string>();
  const pending = [...asked];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const { id } of node.reads) {
      const reason = reasons.get(id);
      const producer = byId.get(id);
      if (reason === undefined || producer === undefined || take.has(id)) continue;
      if (!canBeTaken(producer)) throw missing(producer, node, { reason, wish });
      take.add(id);
      pending.push(producer);
    }
  }
  refuseWithoutCache(
    nodes.find(({ id }) => take.has(id)),
    wish,
  );
  const isThere = ({ id }: OutlinedNode) => !reasons.has(id) || take.has(id);
  const lost = nodes.find((node) => node.required && !isThere(node) && excluded(node) === undefined);
  if (lost !== undefined && !reasons.has(publish))
    reasons.set(publish, `left out, because ${stepOf(lost.id)} is`);
  const leftOut = nodes.filter((node) => !isThere(node));
  return {
    run: new Set(nodes.flatMap(({ id }) => (reasons.has(id) ? [] : [id]))),
    take,
    leftOut: toldOnce(
      leftOut.map((node) => ({
        ...{ id: node.id, title: node.title, phase: node.phase },
        ...{ reason: reasons.get(node.id) ?? "", isPart: excluded(node) === undefined },
      })),
    ),
    isPublished: !reasons.has(publish),
  };
}

function reasonToLeaveOut({ id, phase: own }: OutlinedNode, { phase, skip = [] }: Wish): string | undefined {
  const isNamed = (word: string) => word === own || word === stepOf(id);
  const skipped = skip.find(isNamed);
  if (skipped !== undefined) return `left out by --skip ${skipped}`;
  return phase === undefined || phase.some(isNamed) ? undefined : `left out by --phase ${phase.join(",")}`;
}

function missing(
  producer: OutlinedNode,
  reader: OutlinedNode,
  { reason, wish: { phase, skip = [] } }: { readonly reason: string; readonly wish: Wish },
): DebootcError {
  const [name, own] = [stepOf(producer.id), producer.phase];
  const skipped = skip.find((word) => word === name || word === own);
  const once = phase === undefined ? "Let the compose file not leave it out." : `Add ${own} to --phase.`;
  return new DebootcError(
    "usage",
    `${stepOf(reader.id)} needs ${name} of the phase ${own}, which is ${reason} and is in no cache`,
    { hint: skipped === undefined ? once : `Do not skip ${skipped}.` },
  );
}

function nothingToDo({ phase, skip }: Wish): DebootcError {
  const words = [
    ...(phase === undefined ? [] : [`--phase ${phase.join(",")}`]),
    ...(skip === undefined ? [] : [`--skip ${skip.join(",")}`]),
  ];
  return new DebootcError("usage", `nothing of this compose is left to do with ${words.join(" and ")}`, {
    hint: "Name a phase or step that it has.",
  });
}

/** A compose from scratch has an empty cache. */
function refuseWithoutCache(taken: OutlinedNode | undefined, { noCache }: Wish): void {
  if (taken === undefined || !noCache) return;
  const [name, phase] = [stepOf(taken.id), taken.phase];
  throw new DebootcError("usage", `${name} would be taken from the cache, which --no-cache forbids`, {
    hint: `Add its phase ${phase} to what is done, or leave out --no-cache.`,
  });
}
