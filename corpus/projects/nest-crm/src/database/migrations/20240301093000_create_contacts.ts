import { sql, type CreateTableBuilder, type Kysely } from 'kysely';

function withKeys<T extends string>(table: CreateTableBuilder<T>) {
  return table
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('workspace_id', 'uuid', (col) =>
      col.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`));
}

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('companies')
    .$call(withKeys)
    .addColumn('name', 'text', (col) => col.notNull())
    .addColumn('domain', 'text')
    .addColumn('country_code', 'text', (col) =>
      col.references('countries.code').onDelete('set null'),
    )
    .addUniqueConstraint('companies_workspace_id_domain_key', ['workspace_id', 'domain'])
    .execute();
  await db.schema
    .createIndex('companies_country_code_idx')
    .on('companies')
    .column('country_code')
    .execute();

  await db.schema
    .createTable('contacts')
    .$call(withKeys)
    .addColumn('company_id', 'uuid', (col) => col.references('companies.id').onDelete('set null'))
    .addColumn('owner_id', 'uuid', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('first_name', 'text', (col) => col.notNull())
    .addColumn('last_name', 'text', (col) => col.notNull())
    .addColumn('email', 'text')
    .addColumn('deleted_at', 'timestamptz')
    .execute();
  await db.schema
    .createIndex('contacts_workspace_id_email_key')
    .unique()
    .on('contacts')
    .columns(['workspace_id', 'email'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('contacts_workspace_id_name_idx')
    .on('contacts')
    .columns(['workspace_id', 'last_name', 'first_name'])
    .execute();
  await db.schema.createIndex('contacts_company_id_idx').on('contacts').column('company_id').execute();
  await db.schema.createIndex('contacts_owner_id_idx').on('contacts').column('owner_id').execute();

  await db.schema
    .createTable('notes')
    .$call(withKeys)
    .addColumn('contact_id', 'uuid', (col) =>
      col.notNull().references('contacts.id').onDelete('cascade'),
    )
    .addColumn('author_id', 'uuid', (col) => col.notNull().references('users.id').onDelete('cascade'))
    .addColumn('body', 'text', (col) => col.notNull())
    .execute();
  await db.schema
    .createIndex('notes_contact_id_idx')
    .on('notes')
    .columns(['contact_id', 'created_at'])
    .execute();
  await db.schema.createIndex('notes_workspace_id_idx').on('notes').column('workspace_id').execute();
  await db.schema.createIndex('notes_author_id_idx').on('notes').column('author_id').execute();
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('notes').execute();
  await db.schema.dropTable('contacts').execute();
  await db.schema.dropTable('companies').execute();
}
