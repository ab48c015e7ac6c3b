export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

export function notFound(what: string): never {
  throw new HttpError(404, `No such ${what}`)
}

/** The value, or a 404 in place of a missing one. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    notFound(what)
  }
  return value
}
