const BASE = 'https://payments.example/v2'

interface Charge {
  id: string
  status: 'pending' | 'succeeded' | 'failed'
}

export const provider = {
  async charge(amountCents: number, currency: string, source: string): Promise<Charge> {
    const response = await fetch(`${BASE}/charges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${process.env.PAYMENTS_KEY}` },
      body: JSON.stringify({ amount: amountCents, currency, source }),
    })
    return response.json()
  },

  async refund(charge: string): Promise<void> {
    await fetch(`${BASE}/charges/${charge}/refund`, { method: 'POST' })
  },
}
