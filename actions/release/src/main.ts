import { releaseCompose } from "@debootc/actions-kit/release/release-compose";
import { runAction } from "@debootc/actions-kit/run/run-action";
import { releaseAction } from "./definition.ts";

await runAction(releaseAction, ({ request, own }, context) => releaseCompose(request, own, context));
