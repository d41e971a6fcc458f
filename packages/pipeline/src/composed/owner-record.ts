import { defineRecord } from "@debootc/core/record/record";
import { processIdentitySchema } from "../cache/process-identity.ts";

/** `work/owner.json`: the process that composes; when it is dead the compose is abandoned. */
export const ownerRecord = defineRecord("compose-owner", 1, { owner: processIdentitySchema });
