// Arguments for an application's functions, made from the types that can be seen; what cannot be seen is a stub.
import ts from 'typescript'

const DEPTH = 6 // of objects in objects
const HANDLES = new Set(['Kysely', 'Transaction', 'ControlledTransaction', 'ReadonlyKysely', 'ReadonlyTransaction', 'QueryCreator'])
const ABSENT = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void | ts.TypeFlags.Never
const SCALARS = [
  [ts.TypeFlags.StringLike, () => 'stub'],
  [ts.TypeFlags.NumberLike, () => 10],
  [ts.TypeFlags.BigIntLike, () => 10n],
  [ts.TypeFlags.BooleanLike, () => true],
]

export class Values {
  /** kysely: a Kysely instance and expression builder; classOf(declaration): the class itself, if it was loaded. */
  constructor(checker, stubs, kysely, classOf) {
    Object.assign(this, { checker, stubs, kysely, classOf, instances: new Map() })
  }

  arguments(signature) {
    return (signature?.getParameters() ?? []).flatMap((parameter) => {
      const value = this.ofSymbol(parameter, 0)
      return parameter.valueDeclaration?.dotDotDotToken ? value : [value]
    })
  }

  ofSymbol(symbol, depth) {
    const written = symbol.valueDeclaration?.type
    if (written && ts.isUnionTypeNode(written)) return this.ofWritten(written, depth)
    return this.of(this.checker.getTypeOfSymbol(symbol), depth)
  }

  // The checker orders the members of a union by first appearance in the program; here they are taken as written.
  ofWritten(node, depth) {
    const types = node.types.map((member) => this.checker.getTypeFromTypeNode(member))
    return this.of(types.find((type) => !(type.flags & ABSENT)) ?? types[0], depth)
  }

  of(type, depth) {
    if (type.isUnion()) return this.ofUnion(type, depth)
    if (type.isStringLiteral() || type.isNumberLiteral()) return type.value
    if (type.flags & ABSENT || depth > DEPTH) return undefined
    const scalar = SCALARS.find(([flags]) => type.flags & flags)
    if (scalar) return scalar[1]()
    if (type.flags & ts.TypeFlags.TypeParameter) {
      const constraint = this.checker.getBaseConstraintOfType(type)
      return constraint && constraint !== type ? this.of(constraint, depth) : this.stubs.any()
    }
    return type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) ? this.ofObject(type, depth) : this.stubs.any()
  }

  ofUnion(type, depth) {
    const alias = type.aliasSymbol?.declarations?.[0]?.type
    if (alias && ts.isUnionTypeNode(alias)) return this.ofWritten(alias, depth)
    if (type.flags & ts.TypeFlags.BooleanLike) return true
    return this.of(type.types.find((each) => !(each.flags & ABSENT)) ?? type.types[0], depth)
  }

  ofObject(type, depth) {
    const { checker } = this
    const name = type.symbol?.name
    const items = type.target ? checker.getTypeArguments(type) : []
    const item = () => (items.length ? this.of(items[0], depth + 1) : this.stubs.any())
    if (HANDLES.has(name) || type.getProperty('selectFrom')?.parent?.name === 'QueryCreator') return this.kysely.db()
    if (name === 'ExpressionBuilder') return this.kysely.expressionBuilder()
    if (checker.isTupleType(type)) return items.map((each) => this.of(each, depth + 1))
    if (checker.isArrayType(type) || name === 'Iterable') return [item()]
    if (name === 'Date') return new Date(0)
    if (name === 'Set' || name === 'ReadonlySet') return new Set([item()])
    if (name === 'Map' || name === 'ReadonlyMap') return new Map([items.map((each) => this.of(each, depth + 1))])
    if (name === 'Promise') return Promise.resolve(item())
    const declaration = type.symbol?.valueDeclaration
    if (declaration && ts.isClassDeclaration(declaration)) return this.ofClass(declaration, type)
    if (type.getCallSignatures().length || this.isForeign(type)) return this.stubs.any()
    return this.ofProperties(type, depth)
  }

  isForeign(type) {
    const file = type.symbol?.declarations?.[0]?.getSourceFile().fileName ?? ''
    return file.includes('/node_modules/')
  }

  /** One instance of each class, as dependency injection would make it. */
  ofClass(declaration, type) {
    if (!this.instances.has(declaration)) {
      this.instances.set(declaration, this.stubs.any()) // what a class sees that needs itself
      const made = this.construct(this.classOf(declaration), type)
      this.instances.set(declaration, made ?? this.stubs.any())
    }
    return this.instances.get(declaration)
  }

  construct(known, type) {
    if (typeof known !== 'function') return undefined
    const [signature] = this.checker.getTypeOfSymbol(type.symbol).getConstructSignatures()
    try {
      return new known(...this.arguments(signature))
    } catch {
      return undefined
    }
  }

  ofProperties(type, depth) {
    const made = {}
    for (const property of type.getProperties()) {
      let value
      let known = false
      const get = () => {
        if (!known) [value, known] = [this.ofSymbol(property, depth + 1), true]
        return value
      }
      const set = (given) => ([value, known] = [given, true])
      Object.defineProperty(made, property.name, { enumerable: true, configurable: true, get, set })
    }
    const index = type.getStringIndexType()
    if (index && !Object.keys(made).length) made.stub = this.of(index, depth + 1)
    return made
  }
}
