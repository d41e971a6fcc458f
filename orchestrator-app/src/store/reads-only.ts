import {
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
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
    if (SelectQueryNode.is(node)) return node;
    throw new Error(`${node.kind} is refused: ${this.#why}`);
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<PluginTransformResultArgs["result"]> {
    return Promise.resolve(result);
  }
}
