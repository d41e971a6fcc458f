import { field } from "@debootc/core/request/fields/request-field";
import * as z from "zod";

/** Lists the inputs of an action that takes results of earlier tasks of the hub. */
export const resultFields = {
  finished: field(z.string().min(1).optional(), {
    description:
      "where the results of earlier tasks are: the input finished of a workflow that the hub dispatches; they are downloaded from the runs that have them, for which the job needs the permission actions: read",
    placeholder: "JSON",
    spansLines: true,
  }),
  needs: field(z.string().min(1).optional(), {
    description:
      "which of them are taken, by the names of their tasks: matrix.needs as JSON; without it all of the kind",
    placeholder: "JSON",
    spansLines: true,
  }),
};
