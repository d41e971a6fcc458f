import type { OutgoingKind } from "../../database/tables.ts";
import type { Send } from "../row/sending.ts";
import { sendButton } from "./send-button.ts";
import { sendCancel } from "./send-cancel.ts";
import { sendCheckRun } from "./send-check-run.ts";
import { sendCheckTask } from "./send-check-task.ts";
import { sendComment } from "./send-comment.ts";
import { sendDispatch } from "./send-dispatch.ts";
import { sendImage } from "./send-image.ts";
import { sendLook } from "./send-look.ts";
import { sendLatest } from "./send-latest.ts";
import { sendReaction } from "./send-reaction.ts";
import { sendRedeliver } from "./send-redeliver.ts";

/** Maps each kind of row to what tells GitHub of it. */
export const senders: Readonly<Record<OutgoingKind, Send>> = {
  button: sendButton,
  cancel: sendCancel,
  "check-run": sendCheckRun,
  "check-task": sendCheckTask,
  comment: sendComment,
  dispatch: sendDispatch,
  image: sendImage,
  look: sendLook,
  latest: sendLatest,
  reaction: sendReaction,
  redeliver: sendRedeliver,
};
