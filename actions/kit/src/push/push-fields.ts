import { field } from "@debootc/core/request/fields/request-field";
import { textSchema } from "@debootc/core/document/text-schema";
import { referenceFaults, referenceRule, tagFaults } from "@debootc/core/registry/reference";
import * as z from "zod";
import { variantPlaceholder } from "./push-targets.ts";

const variantRule = `${referenceRule}; ${variantPlaceholder} in it stands for the variant`;

/** Returns what is wrong with a reference in which a variant may stand. */
function targetFaults(text: string) {
  return referenceFaults(text.replaceAll(variantPlaceholder, "variant")).map((fault) => ({
    ...fault,
    allowed: variantRule,
  }));
}

/** Says where to push a compose. */
export const pushComposeField = field(
  textSchema(targetFaults, { description: "Where to push." }).optional(),
  {
    description: `push to a registry: ${variantRule}; work of a fork is never pushed`,
    allowed: variantRule,
    placeholder: "REFERENCE",
  },
);

/** Lists the inputs of an action that pushes the image that it made. */
export const pushFields = {
  push: field(textSchema(referenceFaults, { description: "Where to push." }).optional(), {
    description: `push to a registry: ${referenceRule}; work of a fork is never pushed`,
    allowed: referenceRule,
    placeholder: "REFERENCE",
  }),
  tags: field(
    z
      .array(textSchema(tagFaults, { description: "A tag." }))
      .min(1)
      .optional(),
    {
      description: "move these tags once everything else is pushed, such as: latest 13",
      placeholder: "TAG",
    },
  ),
  signKeyless: field(z.boolean().default(false), {
    description:
      "sign what is pushed as this workflow, by Sigstore, for which the job needs the permission id-token: write; who has a key gives it in COSIGN_PRIVATE_KEY",
  }),
  registryUsername: field(z.string().min(1).optional(), {
    description: "log in to the registry with this name; by default as docker/login-action did",
    placeholder: "NAME",
  }),
  registryToken: field(z.string().min(1).optional(), {
    description: "the password or token for it, from a secret",
    placeholder: "SECRET",
    secret: true,
  }),
};

interface PushInputs {
  readonly push?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly signKeyless?: boolean | undefined;
  readonly registryUsername?: string | undefined;
  readonly registryToken?: string | undefined;
}

/** Refuses inputs about a push that cannot be meant together, before anything is made. */
export function refuseHalfPush(
  { push, tags, signKeyless, registryUsername, registryToken }: PushInputs,
  context: z.RefinementCtx,
) {
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  if (push === undefined && tags !== undefined)
    refuse("--tags needs --push, which says where they are moved");
  if (push === undefined && signKeyless === true)
    refuse("--sign-keyless needs --push: only what is in a registry is signed");
  if ((registryUsername === undefined) !== (registryToken === undefined))
    refuse("--registry-username and --registry-token belong together: one of them is missing");
  if (push === undefined && registryToken !== undefined)
    refuse("--registry-token needs --push, since nothing else logs in to a registry");
}
