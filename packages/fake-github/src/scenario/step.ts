import type { Fault } from "../faults/fault.ts";
import type { Manifest } from "../apps/manifest.ts";
import type { Permissions } from "../state/app.ts";
import type { PermissionLevel } from "../state/repository.ts";
import type { Conclusion } from "../state/workflow.ts";

/** Says in which repository something happens, as `owner/name`. */
interface In {
  readonly repository: string;
}

/** Is something that people, runners or GitHub do, as data; repositories, Apps and forks are named, not numbered. */
export type Step =
  | {
      readonly do: "create-repository";
      readonly name: string;
      readonly ownerType?: "User" | "Organization";
      readonly private?: boolean;
      readonly defaultBranch?: string;
      readonly immutableReleases?: boolean;
      readonly collaborators?: Readonly<Record<string, PermissionLevel>>;
    }
  | (In & { readonly do: "fork"; readonly owner: string })
  | {
      readonly do: "create-app";
      readonly name: string;
      readonly permissions: Permissions;
      readonly events: readonly string[];
      readonly hook?: { readonly url: string; readonly secret?: string };
    }
  | { readonly do: "submit-manifest"; readonly manifest: Manifest; readonly owner?: string }
  | {
      readonly do: "install" | "suspend" | "unsuspend" | "uninstall";
      /** The slug of the App. */
      readonly app: string;
      readonly account: string;
    }
  | (In & {
      readonly do: "push";
      readonly author: string;
      readonly branch?: string;
      readonly tag?: string;
      readonly message?: string;
      readonly files?: Readonly<Record<string, string | null>>;
      readonly delete?: boolean;
    })
  | (In & { readonly do: "protect"; readonly branch: string })
  | (In & { readonly do: "set-permission"; readonly login: string; readonly level: PermissionLevel })
  | (In & { readonly do: "rename"; readonly name: string })
  | (In & { readonly do: "transfer"; readonly owner: string })
  | (In & { readonly do: "archive" | "delete-repository" })
  | (In & { readonly do: "open-issue"; readonly author: string; readonly title?: string })
  | (In & {
      readonly do: "open-pull-request";
      readonly author: string;
      readonly branch: string;
      readonly base?: string;
      /** The fork that it comes from, as `owner/name`. */
      readonly from?: string;
    })
  | (In & { readonly do: "close-pull-request"; readonly number: number; readonly merge?: boolean })
  | (In & { readonly do: "comment"; readonly issue: number; readonly author: string; readonly body: string })
  | (In & {
      readonly do: "press-button";
      readonly checkRun: number;
      readonly login: string;
      readonly identifier: string;
    })
  | (In & { readonly do: "rerequest-check-run"; readonly checkRun: number; readonly login: string })
  | (In & { readonly do: "connect-runner"; readonly runner: string; readonly deaf?: boolean })
  | (In & { readonly do: "disconnect-runner"; readonly runner: string })
  | (In & {
      readonly do: "finish-job";
      readonly job: number;
      readonly conclusion?: Conclusion;
      readonly log?: string;
    })
  | (In & {
      readonly do: "add-artifact";
      readonly run: number;
      readonly name: string;
      /** In base64. */
      readonly content: string;
    })
  | { readonly do: "plan-faults"; readonly faults: readonly Fault[] };

/** Names what a step does. */
export type StepKind = Step["do"];
