/** The part of Zod that this application uses. */
declare module 'zod' {
  interface Type<T> {
    parse(value: unknown): T
    optional(): Type<T | undefined>
    nullable(): Type<T | null>
  }

  interface StringType extends Type<string> {
    min(length: number): StringType
    length(length: number): StringType
    email(): StringType
  }

  interface NumberType extends Type<number> {
    int(): NumberType
    min(value: number): NumberType
    max(value: number): NumberType
  }

  interface ArrayType<T> extends Type<T[]> {
    min(length: number): ArrayType<T>
    max(length: number): ArrayType<T>
  }

  type Optional<P> = { [K in keyof P]: undefined extends P[K] ? K : never }[keyof P]
  type Output<P> = { [K in Exclude<keyof P, Optional<P>>]: P[K] } & { [K in Optional<P>]?: P[K] }

  export const z: {
    string(): StringType
    number(): NumberType
    array<T>(item: Type<T>): ArrayType<T>
    enum<const V extends readonly string[]>(values: V): Type<V[number]>
    object<P>(shape: { [K in keyof P]: Type<P[K]> }): Type<Output<P>>
    coerce: { number(): NumberType; boolean(): Type<boolean>; date(): Type<Date> }
  }
}
