// Values for the parameters of corpus functions, made from their types: always truthy, lists with one element.
import ts from 'typescript'

const DEPTH = 5 // of nested objects; what lies deeper is undefined
const HANDLES = new Set(['Kysely', 'Transaction', 'ControlledTransaction', 'ReadonlyKysely'])
const SCALARS = [
  [ts.TypeFlags.StringLike | ts.TypeFlags.TemplateLiteral, 'stub'],
  [ts.TypeFlags.NumberLike, 10],
  [ts.TypeFlags.BigIntLike, 10n],
  [ts.TypeFlags.BooleanLike, true],
  [ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter, 'stub'],
]
const ABSENT = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void | ts.TypeFlags.Never

export class Stubs {
  constructor(checker, db) {
    this.checker = checker
    this.db = db
  }

  /** One value per parameter of the signature: the given one of that name, or a stub. */
  arguments(signature, given = {}) {
    return signature.getParameters().flatMap((parameter) => {
      const stub = parameter.name in given ? given[parameter.name] : this.ofSymbol(parameter)
      return parameter.valueDeclaration?.dotDotDotToken ? stub : [stub]
    })
  }

  ofSymbol(symbol, depth = 0) {
    const type = symbol.valueDeclaration?.type
    if (type && ts.isUnionTypeNode(type)) return this.ofUnionNode(type, depth)
    return this.ofType(this.checker.getTypeOfSymbol(symbol), depth)
  }

  // The checker orders the members of a union by first appearance in the program; here they are taken as written.
  ofUnionNode(node, depth) {
    const types = node.types.map((member) => this.checker.getTypeFromTypeNode(member))
    return this.ofType(types.find(isPresent) ?? types[0], depth)
  }

  ofType(type, depth = 0) {
    if (type.isUnion()) return this.ofUnion(type, depth)
    if (type.isStringLiteral() || type.isNumberLiteral()) return type.value
    if (type.flags & ABSENT || depth > DEPTH) return undefined
    const scalar = SCALARS.find(([flags]) => type.flags & flags)
    return scalar ? scalar[1] : this.ofObject(type, depth)
  }

  ofUnion(type, depth) {
    const alias = type.aliasSymbol?.declarations?.[0]?.type
    if (alias && ts.isUnionTypeNode(alias)) return this.ofUnionNode(alias, depth)
    if (type.flags & ts.TypeFlags.BooleanLike) return true
    return this.ofType(type.types.find(isPresent) ?? type.types[0], depth)
  }

  ofObject(type, depth) {
    const name = type.symbol?.name
    const items = this.checker.getTypeArguments(type)
    const item = () => (items.length ? this.ofType(items[0], depth + 1) : 'stub')
    if (HANDLES.has(name)) return this.db
    if (this.checker.isTupleType(type)) return items.map((each) => this.ofType(each, depth + 1))
    if (this.checker.isArrayType(type) || name === 'Iterable') return [item()]
    if (name === 'Date') return new Date(0)
    if (name === 'Set' || name === 'ReadonlySet') return new Set([item()])
    if (name === 'Map' || name === 'ReadonlyMap') return new Map([items.map((each) => this.ofType(each, depth + 1))])
    if (name === 'Promise') return Promise.resolve(item())
    if (name === 'Buffer' || name === 'Uint8Array') return Buffer.from('stub')
    const [call] = type.getCallSignatures()
    return call ? this.ofFunction(call, depth) : this.ofProperties(type, depth)
  }

  /** A function that calls back what it is given, as transaction wrappers do, or returns a stub. */
  ofFunction(signature, depth) {
    return (...given) => {
      const callback = given.find((argument) => typeof argument === 'function')
      if (callback) return callback(this.db)
      return this.ofType(signature.getReturnType(), depth + 1)
    }
  }

  ofProperties(type, depth) {
    const stub = Object.fromEntries(
      type.getProperties().map((property) => [property.name, this.ofSymbol(property, depth + 1)]),
    )
    const index = type.getStringIndexType()
    if (index && !Object.keys(stub).length) stub.stub = this.ofType(index, depth + 1)
    return stub
  }
}

function isPresent(type) {
  return !(type.flags & ABSENT)
}
