const { Kysely, PostgresDialect } = require('kysely')

const db = new Kysely({ dialect: new PostgresDialect({ pool: async () => Promise.reject(new Error('no database here')) }) })

module.exports = { db }
