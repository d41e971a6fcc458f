/** Is a fault of a workflow file, or something in it that is not known here. */
export class WorkflowError extends Error {}
