/** The part of Express that this application uses. */
declare namespace Express {
  // Middleware adds what it finds out.
  interface Request {}
}

declare module 'express' {
  export interface Request extends Express.Request {
    hostname: string
    params: Record<string, string>
    query: Record<string, unknown>
    body: any
    get(header: string): string | undefined
  }

  export interface Response {
    status(code: number): this
    json(body: unknown): this
    end(): this
  }

  export type NextFunction = (error?: unknown) => void

  type Handler = (req: Request, res: Response, next: NextFunction) => unknown
  type ErrorHandler = (error: unknown, req: Request, res: Response, next: NextFunction) => unknown

  export interface Router extends Handler {
    (req: Request, res: Response, next: NextFunction): unknown
    get(path: string, ...handlers: Handler[]): this
    post(path: string, ...handlers: Handler[]): this
    put(path: string, ...handlers: Handler[]): this
    patch(path: string, ...handlers: Handler[]): this
    delete(path: string, ...handlers: Handler[]): this
    use(path: string, ...handlers: Handler[]): this
    use(...handlers: (Handler | ErrorHandler)[]): this
  }

  export function Router(): Router

  interface Application extends Router {
    listen(port: number): void
  }

  interface CreateApplication {
    (): Application
    json(): Handler
  }

  const express: CreateApplication
  export default express
}
