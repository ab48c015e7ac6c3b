/** The part of Elysia that this application uses. */
declare module 'elysia' {
	export interface Schema<T> {
		readonly static: T;
	}

	type Shape = Record<string, Schema<unknown>>;

	export const t: {
		String(options?: { minLength?: number; maxLength?: number; format?: string }): Schema<string>;
		Numeric(options?: { minimum?: number; maximum?: number; default?: number }): Schema<number>;
		Boolean(): Schema<boolean>;
		Literals<const V extends readonly string[]>(values: V): Schema<V[number]>;
		Optional<T>(schema: Schema<T>): Schema<T | undefined>;
		Nullable<T>(schema: Schema<T>): Schema<T | null>;
		Array<T>(schema: Schema<T>, options?: { minItems?: number; maxItems?: number }): Schema<T[]>;
		Object<P extends Shape>(properties: P): Schema<{ [K in keyof P]: P[K]['static'] }>;
	};

	interface Base {
		request: Request;
		headers: Record<string, string | undefined>;
		params: Record<string, string>;
		set: { status?: number; headers: Record<string, string> };
	}

	type Context<Extra, Body, Query> = Base & Extra & { body: Body; query: Query };

	interface Hook<Body, Query> {
		body?: Schema<Body>;
		query?: Schema<Query>;
	}

	type Route<Extra, Self> = <Body = undefined, Query = Record<string, string | undefined>>(
		path: string,
		handler: (context: Context<Extra, Body, Query>) => unknown,
		hook?: Hook<Body, Query>,
	) => Self;

	export class Elysia<Extra = {}> {
		constructor(options?: { prefix?: string; name?: string });
		get: Route<Extra, this>;
		post: Route<Extra, this>;
		put: Route<Extra, this>;
		patch: Route<Extra, this>;
		delete: Route<Extra, this>;
		derive<R>(by: (context: Base) => R | Promise<R>): Elysia<Extra & R>;
		use<Other>(plugin: Elysia<Other>): Elysia<Extra & Other>;
		listen(port: number): this;
	}

	export class NotFoundError extends Error {}

	export function status(code: number, body?: unknown): Error;
}
