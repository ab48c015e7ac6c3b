// Packages of a workspace, by name and by exported sub-path.
import { devicesOf, MAX_ROWS } from '@acme/core'
import { newest } from '@acme/core/queries'
import { db } from '@acme/db'

export async function packageSingleton(serial: string) {
  return db.selectFrom('device').select('id').where('serial', '=', serial).executeTakeFirst()
}

export async function packageHelper(accountId: string) {
  return devicesOf(accountId).select(['id', 'serial']).limit(MAX_ROWS).execute()
}

export async function packageSubpath(deviceId: number) {
  return newest(db.selectFrom('reading').selectAll().where('device_id', '=', deviceId)).executeTakeFirst()
}
