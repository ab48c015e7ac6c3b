declare global {
	namespace App {
		interface Locals {
			user: { id: string; name: string; email: string };
			organizationId: string;
			role: string;
		}
	}
}

export {};
