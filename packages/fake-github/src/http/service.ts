import type { Description } from "../description/description.ts";
import type { Validator } from "../description/validator.ts";
import type { Faults } from "../faults/faults.ts";
import type { Limiter } from "../limits/limiter.ts";
import type { World } from "../state/world.ts";
import type { Deliverer } from "../webhooks/deliverer.ts";

/** Holds what answering a request takes. */
export interface Service {
  readonly world: World;
  readonly deliverer: Deliverer;
  readonly faults: Faults;
  readonly limiter: Limiter;
  readonly description: Description;
  /** Absent if nothing is held against the description. */
  readonly validator: Validator | undefined;
  /** Where repositories of git are kept. */
  readonly directory: string;
}
