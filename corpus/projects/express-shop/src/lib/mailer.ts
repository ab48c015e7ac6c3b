import { setTimeout as sleep } from 'node:timers/promises'

/** Hands a mail to the relay; tries again for a while when that is busy. */
export async function sendMail(from: string, to: string, subject: string, text: string) {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const response = await fetch(process.env.MAIL_RELAY ?? 'http://localhost:8025/send', {
      method: 'POST',
      body: JSON.stringify({ from, to, subject, text }),
    })
    if (response.ok) {
      return
    }
    await sleep(attempt * 500)
  }
  throw new Error(`mail to ${to} was not accepted`)
}
