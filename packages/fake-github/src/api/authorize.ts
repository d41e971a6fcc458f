import type { Identity } from "../apps/identity.ts";
import type { OperationId } from "../description/served-operations.ts";
import type { InstallationToken } from "../state/app.ts";
import { covers } from "../state/find.ts";
import type { Repository } from "../state/repository.ts";
import { access, hasPermission } from "./access.ts";
import { ApiError } from "./api-error.ts";

/** Throws GitHub's refusal if a caller may not do something. What a caller must not know of is `Not Found`. */
export function authorize(
  operation: OperationId,
  method: string,
  identity: Identity,
  repository: Repository | undefined,
): void {
  const needs = access[operation];
  if (needs === "anyone") return;
  if (needs === "app") {
    if (identity.kind === "app") return;
    if (identity.kind === "anonymous") throw new ApiError(401, "A JSON web token could not be decoded");
    throw new ApiError(403, "Resource not accessible by integration");
  }
  if (identity.kind === "app")
    throw new ApiError(401, "Requires authentication: an App calls this with a token of an installation");
  const isReading = method === "get";
  if (identity.kind === "anonymous") {
    if (isReading && repository !== undefined && !repository.private) return;
    throw repository === undefined || !repository.private
      ? new ApiError(401, "Requires authentication")
      : new ApiError(404, "Not Found");
  }
  if (needs === "installation") return;
  if (repository === undefined) throw new ApiError(404, "Not Found");
  if (!reaches(identity.token, repository)) {
    if (repository.private) throw new ApiError(404, "Not Found");
    if (!isReading) throw new ApiError(403, "Resource not accessible by integration");
    return;
  }
  if (!hasPermission(identity.token.permissions, needs)) {
    const accepted = needs.map(({ name, level }) => `${name}=${level}`).join("; ");
    throw new ApiError(403, "Resource not accessible by integration", {
      headers: { "x-accepted-github-permissions": accepted },
    });
  }
  if (!isReading && repository.archived) throw new ApiError(403, "Repository was archived so is read-only.");
}

function reaches({ installation, repositories }: InstallationToken, repository: Repository): boolean {
  return covers(installation, repository) && (repositories?.has(repository.id) ?? true);
}
