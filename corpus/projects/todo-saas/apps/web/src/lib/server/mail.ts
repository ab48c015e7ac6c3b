import { env } from '$env/dynamic/private';

export interface Mail {
	to: string;
	subject: string;
	text: string;
}

export async function sendMail(mail: Mail): Promise<void> {
	const response = await fetch('https://api.mail.example/v1/send', {
		method: 'POST',
		headers: {
			authorization: `Bearer ${env.MAIL_API_KEY}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ from: 'todo@example.com', ...mail }),
	});
	if (!response.ok) {
		throw new Error(`mail was refused: ${response.status}`);
	}
}
