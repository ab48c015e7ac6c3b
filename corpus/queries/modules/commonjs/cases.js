// CommonJS and plain JavaScript: require, module.exports, no types but JSDoc.
const { sql } = require('kysely')
const { db } = require('./database')
const scopes = require('./scopes')

/** @param {string} slug */
async function findArticle(slug) {
  return db.selectFrom('article').selectAll().where('slug', '=', slug).executeTakeFirst()
}

async function listPublished() {
  return scopes.published(db.selectFrom('article').select(scopes.COLUMNS)).orderBy('id').execute()
}

/** @param {number} id */
async function countView(id) {
  await db
    .updateTable('article')
    .set({ views: sql`views + 1` })
    .where('id', '=', id)
    .execute()
}

module.exports = { findArticle, listPublished, countView }

module.exports.removeArticle = async (/** @type {number} */ id) => {
  await db.deleteFrom('article').where('id', '=', id).execute()
}
