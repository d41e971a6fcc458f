import {
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  RawNode,
  type RootOperationNode,
  SelectQueryNode,
} from "kysely";

/** Refuses every statement that is not a plain `select` before it reaches the database. */
export class ReadsOnly implements KyselyPlugin {
  readonly #why: string;

  constructor(why: string) {
    this.#why = why;
  }

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    if (SelectQueryNode.is(node) || isWrittenSelect(node)) return node;
    throw new Error(`${node.kind} is refused: ${this.#why}`);
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<PluginTransformResultArgs["result"]> {
    return Promise.resolve(result);
  }
}

/** One that is written as text begins with the word; behind `with` something else may come. */
function isWrittenSelect(node: RootOperationNode): boolean {
  return RawNode.is(node) && /^\s*select\b/i.test(node.sqlFragments[0] ?? "");
}
