// node methods.mjs  ->  JSON {class or interface: [public member, ...]} on stdout, for what applications call on Kysely.
import path from 'node:path'
import ts from 'typescript'
import { createProgram } from './program.mjs'

// Everything a chain can stand on. A name that Kysely no longer exports fails here, so that the list cannot rot.
const NAMES = [
  'Kysely', 'Transaction', 'ControlledTransaction', 'TransactionBuilder', 'ControlledTransactionBuilder',
  'ConnectionBuilder', 'Command', 'QueryCreator', 'CTEBuilder',
  'SelectQueryBuilder', 'InsertQueryBuilder', 'UpdateQueryBuilder', 'DeleteQueryBuilder',
  'MergeQueryBuilder', 'WheneableMergeQueryBuilder', 'MatchedThenableMergeQueryBuilder', 'NotMatchedThenableMergeQueryBuilder',
  'OnConflictBuilder', 'OnConflictUpdateBuilder', 'OnConflictDoNothingBuilder', 'JoinBuilder', 'OrderByItemBuilder',
  'ExpressionBuilder', 'ExpressionWrapper', 'OrWrapper', 'AndWrapper', 'FunctionModule', 'AggregateFunctionBuilder',
  'OverBuilder', 'CaseBuilder', 'CaseWhenBuilder', 'CaseThenBuilder', 'CaseEndBuilder', 'JSONPathBuilder',
  'TraversedJSONPathBuilder', 'DynamicModule', 'DynamicTableBuilder', 'Sql', 'RawBuilder',
  'SchemaModule', 'CreateTableBuilder', 'AlterTableBuilder', 'AlterTableExecutor', 'AlterTableColumnAlteringBuilder',
  'AlterTableAddForeignKeyConstraintBuilder', 'AlterTableAddIndexBuilder', 'AlterTableDropConstraintBuilder',
  'ColumnDefinitionBuilder', 'AlterColumnBuilder', 'ForeignKeyConstraintBuilder', 'UniqueConstraintNodeBuilder',
  'PrimaryKeyConstraintBuilder', 'CheckConstraintBuilder', 'CreateIndexBuilder', 'DropIndexBuilder',
  'CreateSchemaBuilder', 'DropSchemaBuilder', 'CreateViewBuilder', 'DropViewBuilder', 'RefreshMaterializedViewBuilder',
  'CreateTableAddIndexBuilder', 'DropColumnBuilder', 'QueryFinalizer', 'CreateTypeBuilder', 'AlterTypeBuilder', 'AlterTypeAddValueBuilder', 'DropTypeBuilder', 'DropTableBuilder',
]

const index = path.join(import.meta.dirname, 'node_modules/kysely/dist/index.d.ts')
const program = createProgram([index])
const checker = program.getTypeChecker()
const types = declaredTypes()
const HIDDEN = /^(Aliased|Readonly|AlteredColumn|DynamicReference)/ // nothing is called on these, or only what the others have
const unlisted = [...types.keys()].filter((name) => /(Builder|Module|Creator)$/.test(name) && !HIDDEN.test(name) && !NAMES.includes(name))
if (unlisted.length) throw new Error(`kysely declares more builders than are listed here: ${unlisted.join(', ')}`)
const missing = NAMES.filter((name) => !types.has(name))
if (missing.length) throw new Error(`kysely no longer declares ${missing.join(', ')}`)
process.stdout.write(JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, members(types.get(name))]))))

// Some builders are not exported from the index, so every declaration file of the package is looked at.
function declaredTypes() {
  const files = program.getSourceFiles().filter((file) => file.fileName.includes('/kysely/dist/'))
  const symbols = files.flatMap((file) => checker.getExportsOfModule(checker.getSymbolAtLocation(file)))
  const declared = symbols.filter((symbol) => symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))
  return new Map(declared.map((symbol) => [symbol.name, checker.getDeclaredTypeOfSymbol(symbol)]))
}

function members(type) {
  const names = type.getProperties().filter(isPublic).map((property) => property.name)
  const callable = type.getCallSignatures().length ? ['()'] : []
  return [...callable, ...names.sort()]
}

// Symbol keys have names that start with two underscores in the checker; #private stands for all hash-named members.
function isPublic(property) {
  const declaration = property.valueDeclaration
  const flags = declaration ? ts.getCombinedModifierFlags(declaration) : 0
  return !property.name.startsWith('__') && property.name !== '#private' && !(flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected))
}
