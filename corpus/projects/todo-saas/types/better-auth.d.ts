/** The part of Better Auth that this application uses. */
declare module 'better-auth' {
	interface Session {
		id: string;
		userId: string;
		token: string;
		activeOrganizationId?: string | null;
	}

	interface User {
		id: string;
		name: string;
		email: string;
	}

	interface Options {
		database: { db: unknown; type: 'postgres' };
		emailAndPassword?: { enabled: boolean };
		databaseHooks?: {
			session?: { create?: { before(session: Session): Promise<{ data: Session }> } };
		};
		plugins?: unknown[];
	}

	export interface Auth {
		handler(request: Request): Promise<Response>;
		api: {
			getSession(input: { headers: Headers }): Promise<{ session: Session; user: User } | null>;
		};
	}

	export function betterAuth(options: Options): Auth;
}

declare module 'better-auth/plugins' {
	interface InvitationMail {
		email: string;
		organization: { name: string };
		id: string;
	}

	export function organization(options: {
		sendInvitationEmail(data: InvitationMail): Promise<void>;
	}): unknown;
}
