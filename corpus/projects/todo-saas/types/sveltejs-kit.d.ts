/** The part of SvelteKit that this application uses, and what it generates for each route. */
declare module '@sveltejs/kit' {
	export interface RequestEvent {
		locals: App.Locals;
		params: Record<string, string>;
		request: Request;
		url: URL;
		getClientAddress(): string;
	}

	export type Handle = (input: {
		event: RequestEvent;
		resolve(event: RequestEvent): Promise<Response>;
	}) => Promise<Response>;

	export interface ActionFailure<T> {
		status: number;
		data: T;
	}

	export function error(status: number, message?: string): never;
	export function redirect(status: 302 | 303 | 307, location: string): never;
	export function fail<T>(status: number, data: T): ActionFailure<T>;
	export function json(data: unknown, init?: ResponseInit): Response;
}

declare module '*/$types' {
	import type { RequestEvent } from '@sveltejs/kit';

	export type PageServerLoad = (event: RequestEvent) => Promise<Record<string, unknown>>;
	export type LayoutServerLoad = (event: RequestEvent) => Promise<Record<string, unknown>>;
	export type Actions = Record<string, (event: RequestEvent) => Promise<unknown>>;
	export type RequestHandler = (event: RequestEvent) => Promise<Response>;
}

declare module '$env/dynamic/private' {
	export const env: Record<string, string | undefined>;
}
