const ENDPOINT = process.env.STORAGE_URL ?? 'http://localhost:9000';

export async function putObject(key: string, body: Blob): Promise<void> {
	const response = await fetch(`${ENDPOINT}/${key}`, { method: 'PUT', body });
	if (!response.ok) {
		throw new Error(`storage refused ${key}: ${response.status}`);
	}
}

export async function deleteObject(key: string): Promise<void> {
	await fetch(`${ENDPOINT}/${key}`, { method: 'DELETE' });
}
