import { isDeepStrictEqual } from 'node:util';
import { reservedWords } from './reserved-words.ts';

/** A stored item, or a map in one. */
export type Attributes = Record<string, unknown>;

/** The part of DynamoDB's expression language that our code uses; all else is refused, as a mistake is by DynamoDB. */
export class InvalidExpression extends Error {
  override readonly name = 'ValidationException';
}

export interface Placeholders {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

type Path = readonly string[];

/** Reads expressions token by token and notes which placeholders were used: DynamoDB refuses one that is not. */
export class Expressions {
  readonly #placeholders: Placeholders;
  readonly #used = new Set<string>();
  #tokens: string[] = [];
  #item: Attributes | undefined;
  #gone: { readonly list: unknown[]; readonly index: number }[] = [];

  constructor(placeholders: Placeholders) {
    this.#placeholders = placeholders;
  }

  /** Whether a condition holds for an item, or for the absence of one. */
  holds(condition: string, item: Attributes | undefined): boolean {
    this.#read(condition, item);
    const result = this.#or();
    this.#end();
    return result;
  }

  /** What an item becomes. */
  updated(update: string, item: Attributes): Attributes {
    this.#read(update, item);
    const next = structuredClone(item);
    const touched: string[] = [];
    this.#gone = [];
    while (this.#tokens.length > 0) {
      const clause = this.#next();
      if (!['SET', 'REMOVE', 'ADD'].includes(clause)) throw new InvalidExpression(`unknown clause ${clause}`);
      do touched.push(this.#change(clause, next).join('.'));
      while (this.#take(','));
    }
    if (new Set(touched).size < touched.length) throw new InvalidExpression('two document paths overlap');
    // By their places in the list as it was.
    for (const { list, index } of this.#gone.toSorted((one, other) => other.index - one.index)) list.splice(index, 1);
    return next;
  }

  /** @throws InvalidExpression for a placeholder that no expression has used */
  close(): void {
    for (const placeholder of Object.keys({ ...this.#placeholders.names, ...this.#placeholders.values }))
      if (!this.#used.has(placeholder)) throw new InvalidExpression(`${placeholder} is not used in any expression`);
  }

  #read(expression: string, item: Attributes | undefined): void {
    this.#tokens = expression.match(/[#:]?\w+|<=|>=|<>|[<>=().,]|\S/g) ?? [];
    this.#item = item;
  }

  #change(clause: string, next: Attributes): Path {
    const path = this.#path();
    if (clause === 'REMOVE' && this.#take('[')) {
      const list = valueAt(path, next);
      const index = Number(this.#next());
      this.#expect(']');
      if (!Array.isArray(list)) throw new InvalidExpression('only a list has places');
      this.#gone.push({ list, index });
      return [...path, String(index)];
    }
    if (clause === 'REMOVE') {
      Reflect.deleteProperty(parentOf(path, next), path.at(-1)!);
    } else if (clause === 'SET') {
      this.#expect('=');
      parentOf(path, next)[path.at(-1)!] = this.#sum();
    } else {
      const [before = 0, by] = [valueAt(path, next), this.#operand()];
      if (typeof before !== 'number' || typeof by !== 'number') throw new InvalidExpression('ADD takes numbers here');
      parentOf(path, next)[path.at(-1)!] = before + by;
    }
    return path;
  }

  #sum(): unknown {
    const left = this.#operand();
    if (!this.#take('+')) return left;
    const right = this.#operand();
    if (typeof left !== 'number' || typeof right !== 'number') throw new InvalidExpression('+ takes numbers');
    return left + right;
  }

  #or(): boolean {
    let result = this.#and();
    while (this.#take('OR')) result = this.#and() || result;
    return result;
  }

  #and(): boolean {
    let result = this.#term();
    while (this.#take('AND')) result = this.#term() && result;
    return result;
  }

  #term(): boolean {
    if (this.#take('(')) {
      const result = this.#or();
      this.#expect(')');
      return result;
    }
    for (const [name, wanted] of [
      ['attribute_exists', true],
      ['attribute_not_exists', false],
    ] as const)
      if (this.#take(name)) return (this.#argument() !== undefined) === wanted;
    return compare(this.#operand(), this.#next(), this.#operand());
  }

  #operand(): unknown {
    if (this.#take('size')) return sizeOf(this.#argument());
    if (this.#take('list_append')) return this.#appended();
    if (!this.#tokens[0]?.startsWith(':')) return valueAt(this.#path(), this.#item);
    return this.#placeholder(this.#placeholders.values);
  }

  #appended(): unknown[] {
    this.#expect('(');
    const list = this.#operand();
    this.#expect(',');
    const more = this.#operand();
    this.#expect(')');
    if (!Array.isArray(list) || !Array.isArray(more)) throw new InvalidExpression('list_append takes lists');
    return [...(list as unknown[]), ...(more as unknown[])];
  }

  #argument(): unknown {
    this.#expect('(');
    const value = valueAt(this.#path(), this.#item);
    this.#expect(')');
    return value;
  }

  #path(): Path {
    const path: string[] = [];
    do path.push(this.#name());
    while (this.#take('.'));
    return path;
  }

  #name(): string {
    if (this.#tokens[0]?.startsWith('#')) return this.#placeholder(this.#placeholders.names);
    const name = this.#next();
    if (!/^[a-z]\w*$/i.test(name)) throw new InvalidExpression(`${name} is no attribute name`);
    if (reservedWords.has(name.toUpperCase())) throw new InvalidExpression(`${name} is a reserved word`);
    return name;
  }

  #placeholder<Value>(known: Readonly<Record<string, Value>>): Value {
    const name = this.#next();
    const value = known[name];
    if (value === undefined) throw new InvalidExpression(`${name} is not defined`);
    this.#used.add(name);
    return value;
  }

  #next(): string {
    const token = this.#tokens.shift();
    if (token === undefined) throw new InvalidExpression('the expression breaks off');
    return token;
  }

  #take(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new InvalidExpression(`${token} is missing before ${this.#tokens.join(' ')}`);
  }

  #end(): void {
    if (this.#tokens.length > 0) throw new InvalidExpression(`cannot read ${this.#tokens.join(' ')}`);
  }
}

const isMap = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valueAt = (path: Path, item: Attributes | undefined): unknown =>
  path.reduce<unknown>((value, name) => (isMap(value) ? value[name] : undefined), item);

const parentOf = (path: Path, item: Attributes): Attributes => {
  const parent = valueAt(path.slice(0, -1), item);
  if (!isMap(parent)) throw new InvalidExpression(`the document path ${path.join('.')} is invalid for update`);
  return parent;
};

const sizeOf = (value: unknown): number | undefined => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : undefined;
};

/** Against an attribute that is not there, or one of another type, no comparison holds but `<>`. */
const compare = (left: unknown, operator: string, right: unknown): boolean => {
  if (operator === '=') return left !== undefined && isDeepStrictEqual(left, right);
  if (operator === '<>') return !isDeepStrictEqual(left, right);
  const order = new Map<string, (one: number, other: number) => boolean>([
    ['<', (one, other) => one < other],
    ['<=', (one, other) => one <= other],
    ['>', (one, other) => one > other],
    ['>=', (one, other) => one >= other],
  ]).get(operator);
  if (!order) throw new InvalidExpression(`unknown comparison ${operator}`);
  return typeof left === 'number' && typeof right === 'number' && order(left, right);
};
