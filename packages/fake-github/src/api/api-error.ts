/** Is a refusal of the API, with the form that GitHub gives it. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    {
      errors,
      headers = {},
    }: { errors?: readonly unknown[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }

  /** Returns the body of the answer. */
  body(): object {
    return {
      message: this.message,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      documentation_url: "https://docs.github.com/rest",
      status: String(this.status),
    };
  }
}

/** Returns the refusal of a field whose value GitHub does not take. */
export function invalidField(resource: string, field: string, code: string, message?: string): ApiError {
  const errors = [{ resource, code, field, ...(message === undefined ? {} : { message }) }];
  return new ApiError(422, "Validation Failed", { errors });
}
