import type { OperationId } from "../description/served-operations.ts";
import { appsApi } from "./apps-api.ts";
import { artifactsApi } from "./artifacts-api.ts";
import { assetsApi } from "./assets-api.ts";
import type { Handler } from "./call.ts";
import { checksApi } from "./checks-api.ts";
import { commentsApi } from "./comments-api.ts";
import { contentsApi } from "./contents-api.ts";
import { deliveriesApi } from "./deliveries-api.ts";
import { dispatchApi } from "./dispatch-api.ts";
import { gitApi } from "./git-api.ts";
import { metaApi } from "./meta-api.ts";
import { pullsApi } from "./pulls-api.ts";
import { releasesApi } from "./releases-api.ts";
import { repositoriesApi } from "./repositories-api.ts";
import { runnersApi } from "./runners-api.ts";
import { runsApi } from "./runs-api.ts";

/** Holds what answers each operation that is served. */
export const handlers: Readonly<Record<OperationId, Handler>> = {
  ...metaApi,
  ...appsApi,
  ...deliveriesApi,
  ...repositoriesApi,
  ...contentsApi,
  ...gitApi,
  ...pullsApi,
  ...dispatchApi,
  ...runsApi,
  ...artifactsApi,
  ...runnersApi,
  ...checksApi,
  ...commentsApi,
  ...releasesApi,
  ...assetsApi,
};
