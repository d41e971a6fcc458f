import type { ComposeRecord } from "@debootc/core/compose/compose-record";
import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { legText } from "@debootc/core/compose/leg-name";

/**
 * Chooses the leg that a name means: `server/amd64`, or `server` where that is for one architecture only; nothing means
 * the only leg. Of a variant for several architectures it is the one for `native`. Returns undefined where the name says
 * too little, or means none.
 */
export function chooseLeg(
  { legs }: Pick<ComposeRecord, "legs">,
  name: string,
  native?: string,
): ComposedLeg | undefined {
  const [variant = "", architecture] = name === "" ? [] : name.split("/");
  const named = legs.filter(
    (leg) =>
      (variant === "" || leg.variant === variant) &&
      (architecture === undefined || leg.architecture === architecture),
  );
  if (named.length === 1) return named[0];
  const variants = new Set(named.map((leg) => leg.variant));
  return variants.size === 1 ? named.find((leg) => leg.architecture === native) : undefined;
}

/** Lists the legs of a compose as a message shows them, each as it can be named. */
export function legsIn(compose: Pick<ComposeRecord, "legs">, given: string): string {
  return compose.legs.map((leg) => `${given}/${legText(leg)}`).join(", ");
}
