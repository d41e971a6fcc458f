import * as z from "zod";
import { duration } from "../document/limit-text.ts";
import { runStates } from "../task/run-state.ts";
import { taskStates } from "../task/task-state.ts";
import { faultSchema } from "./fault-schema.ts";
import { oneOf } from "./one-of.ts";

const text = z.string().min(1);
const part = text.regex(/^(?:hub|agent-[1-9][0-9]?)$/, {
  error: "this part cannot be ended or frozen; allowed: hub, agent-1, agent-2, ...",
});

const pushSchema = z
  .strictObject({
    files: z
      .record(text, z.union([z.string(), z.null()]))
      .meta({ description: "Contents by path; nothing (`null`) removes the file." })
      .optional(),
    message: text.meta({ description: "Message of the commit." }).optional(),
    branch: text.meta({ description: "The branch; main if absent." }).optional(),
    tag: text.meta({ description: "Tag that the commit gets." }).optional(),
  })
  .meta({ description: "Commits files to the working copy and pushes them." });

const expectSchema = z
  .strictObject({
    run: z.enum(runStates).meta({ description: "State of the newest run." }).optional(),
    task: text.meta({ description: "Name of a task of the newest run." }).optional(),
    state: z.enum(taskStates).meta({ description: "State of that task." }).optional(),
    attempt: z.int().min(1).meta({ description: "Least number of that task's attempt." }).optional(),
    release: text.meta({ description: "Tag of a published release; `*` for any." }).optional(),
    within: duration("How long it is waited for; 10min if absent.").optional(),
  })
  .superRefine((value, context) => {
    oneOf(value, ["run", "task", "release"], context);
    if (value.task !== undefined && value.state === undefined && value.attempt === undefined)
      context.addIssue({
        code: "custom",
        message: "nothing is expected of the task",
        params: { hint: "Add `state` or `attempt`." },
      });
  })
  .meta({ description: "Waits until something is so, and fails if it does not come to be." });

const parts = {
  kill: part.meta({ description: "Kills a part (SIGKILL): hub, agent-1, ..." }).optional(),
  start: part.meta({ description: "Starts a part again that was killed." }).optional(),
  freeze: part.meta({ description: "Stops a part without its notice (SIGSTOP)." }).optional(),
  thaw: part.meta({ description: "Lets a frozen part go on." }).optional(),
};

const stepShape = {
  push: pushSchema.optional(),
  comment: z
    .strictObject({
      on: z.int().min(1).meta({ description: "Number of the pull request or issue." }),
      body: text,
      author: text.meta({ description: "Login; the owner if absent." }).optional(),
    })
    .meta({ description: "Comments, as people do to command the hub." })
    .optional(),
  "open-pull-request": z
    .strictObject({
      branch: text,
      base: text.optional(),
      author: text.optional(),
    })
    .meta({ description: "Opens a pull request of a branch." })
    .optional(),
  github: z
    .looseObject({ do: text })
    .meta({ description: "Any step of fake-github, as its README.md lists them." })
    .optional(),
  faults: z
    .array(faultSchema)
    .meta({ description: "Faults of GitHub from then on, in place of those before." })
    .optional(),
  ...parts,
  wait: duration("Waits for so long.").optional(),
  expect: expectSchema.optional(),
};

const stepSchema = z
  .strictObject(stepShape)
  .superRefine((value, context) => oneOf(value, Object.keys(stepShape), context));

/** Describes a scenario of `debootc orchestrator dev` as it is written. */
export const scenarioSchema = z
  .strictObject({
    steps: z
      .array(stepSchema)
      .min(1)
      .meta({ description: "What is done and waited for, one after the other." }),
  })
  .meta({
    title: "debootc scenario",
    description: "What `debootc orchestrator dev --scenario` does and expects.",
  });

export type ScenarioStep = z.output<typeof stepSchema>;
export type PushStep = z.output<typeof pushSchema>;
export type Expectation = z.output<typeof expectSchema>;
