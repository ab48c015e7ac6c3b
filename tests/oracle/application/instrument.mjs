// Rewrites a module of an application so that it can be run without its packages, its database and its input:
// root calls say where they stand, conditions can be forced, loops end, and a top level that fails does not stop the rest.
import ts from 'typescript'

const ROOTS = new Set(['selectFrom', 'selectNoFrom', 'insertInto', 'replaceInto', 'updateTable', 'deleteFrom', 'mergeInto'])
const OPTIONS = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  jsx: ts.JsxEmit.React,
  isolatedModules: true,
  useDefineForClassFields: false,
}

/** TypeScript in, JavaScript out; name is how positions call the file. */
export function instrument(text, file, name) {
  const transformers = { before: [(context) => (source) => new Rewriter(context, name).module(source)] }
  return ts.transpileModule(text, { fileName: file, compilerOptions: OPTIONS, transformers }).outputText
}

class Rewriter {
  constructor(context, name) {
    this.context = context
    this.factory = context.factory
    this.name = name
    this.visit = this.visit.bind(this)
  }

  module(source) {
    const statements = source.statements.map((statement) => this.topLevel(ts.visitNode(statement, this.visit)))
    return this.factory.updateSourceFile(source, [...statements, this.registration(source)])
  }

  visit(node) {
    if (ts.isDecorator(node)) return undefined
    const inner = ts.visitEachChild(node, this.visit, this.context)
    if (ts.isCallExpression(node)) return this.call(node, inner)
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql')
      return this.helper('raw', this.position(node.tag), inner)
    if (ts.isIfStatement(node))
      return this.factory.updateIfStatement(inner, this.condition(node, inner), inner.thenStatement, inner.elseStatement)
    if (ts.isConditionalExpression(node)) return this.choice(node, inner)
    if (ts.isSwitchStatement(node)) return this.cases(inner)
    return ts.isIterationStatement(node, false) ? this.loop(node, inner) : inner
  }

  call(node, inner) {
    const called = node.expression
    const name = ts.isPropertyAccessExpression(called) ? called.name : called
    if (!ts.isIdentifier(name)) return inner
    if (name.text === '$if') {
      const [condition, ...rest] = inner.arguments
      return this.withArguments(inner, [this.helper('test', this.position(node), condition), ...rest])
    }
    if (!ROOTS.has(name.text)) return inner
    const given = this.factory.createArrayLiteralExpression(inner.arguments)
    return this.withArguments(inner, [this.factory.createSpreadElement(this.helper('at', this.position(name), given))])
  }

  withArguments(call, given) {
    return this.factory.updateCallExpression(call, call.expression, undefined, given)
  }

  condition(node, inner) {
    return this.helper('test', this.position(node), inner.expression, this.literal(leaves(node.thenStatement)))
  }

  choice(node, inner) {
    const { factory } = this
    const test = this.helper('test', this.position(node), inner.condition)
    return factory.updateConditionalExpression(
      inner, test, inner.questionToken, inner.whenTrue, inner.colonToken, inner.whenFalse)
  }

  cases(inner) {
    const values = inner.caseBlock.clauses.filter(ts.isCaseClause).map((clause) => clause.expression)
    const chosen = this.helper('choose', inner.expression, this.lazily(this.factory.createArrayLiteralExpression(values)))
    return this.factory.updateSwitchStatement(inner, chosen, inner.caseBlock)
  }

  loop(node, inner) {
    const { factory } = this
    const body = factory.createBlock([
      factory.createIfStatement(this.helper('tired', this.position(node)), factory.createBreakStatement()),
      inner.statement,
    ])
    if (ts.isWhileStatement(node)) return factory.updateWhileStatement(inner, inner.expression, body)
    if (ts.isDoStatement(node)) return factory.updateDoStatement(inner, body, inner.expression)
    if (!ts.isForStatement(node)) return inner
    return factory.updateForStatement(inner, inner.initializer, inner.condition, inner.incrementor, body)
  }

  /** What runs when the module is loaded may fail by itself. */
  topLevel(statement) {
    const { factory } = this
    if (!statement || !ts.isVariableStatement(statement)) return statement
    const declarations = statement.declarationList.declarations.map((declaration) => {
      const { initializer: value } = declaration
      if (!value || ts.isFunctionLike(value) || waits(value)) return declaration
      const safe = this.helper('safe', this.lazily(value))
      return factory.updateVariableDeclaration(declaration, declaration.name, undefined, undefined, safe)
    })
    const list = factory.updateVariableDeclarationList(statement.declarationList, declarations)
    return factory.updateVariableStatement(statement, statement.modifiers, list)
  }

  /** Tells the run of everything that the module declares, exported or not. */
  registration(source) {
    const { factory } = this
    const members = declared(source).map((name) =>
      factory.createPropertyAssignment(factory.createStringLiteral(name), this.lazily(factory.createIdentifier(name))))
    const call = this.helper('module', factory.createStringLiteral(this.name), factory.createObjectLiteralExpression(members))
    return factory.createExpressionStatement(call)
  }

  helper(name, ...given) {
    const { factory } = this
    const run = factory.createPropertyAccessExpression(factory.createIdentifier('globalThis'), '__run')
    return factory.createCallExpression(factory.createPropertyAccessExpression(run, name), undefined, given)
  }

  lazily(expression) {
    const { factory } = this
    return factory.createArrowFunction(undefined, undefined, [], undefined, undefined, factory.createParenthesizedExpression(expression))
  }

  position(node) {
    return this.factory.createStringLiteral(`${this.name}:${node.getStart()}`)
  }

  literal(value) {
    return value ? this.factory.createTrue() : this.factory.createFalse()
  }
}

function leaves(statement) {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement
  if (!last) return false
  return ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isBreakOrContinueStatement(last)
}

function waits(node) {
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true
  return !ts.isFunctionLike(node) && Boolean(ts.forEachChild(node, waits))
}

/** The names of a module's own functions, classes and variables. */
export function declared(source) {
  return source.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))
    const named = (ts.isFunctionDeclaration(statement) && statement.body) || ts.isClassDeclaration(statement)
    return named && statement.name && !isAmbient(statement) ? [statement.name.text] : []
  })
}

function isAmbient(statement) {
  return Boolean(ts.getCombinedModifierFlags(statement) & ts.ModifierFlags.Ambient)
}
