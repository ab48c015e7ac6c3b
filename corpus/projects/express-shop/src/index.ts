import { app } from './app'
import { drainOutbox, hourly } from './workers/outbox'

app.listen(Number(process.env.PORT ?? 8080))
setInterval(() => void drainOutbox(), 5_000)
setInterval(() => void hourly(), 60_000)
