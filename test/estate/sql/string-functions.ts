import { SqlError } from './sql-error.ts'
import { BIGINT, INT, isString, nvarchar } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'
import type { ScalarFunction } from './scalar-functions.ts'
import type { Stored } from './stored-value.ts'

const TEXT = nvarchar(-1)
const same = ([type]: SqlType[]): SqlType => (type !== undefined && isString(type) ? type : nvarchar(4000))
const widened = ([type]: SqlType[]): SqlType => (type !== undefined && 'length' in type && type.length === -1 ? TEXT : nvarchar(4000))
const text = (value: Stored | undefined): string => value as string
const count = (value: Stored | undefined): number => Number(value)

function simple(
  parameters: ScalarFunction['parameters'],
  result: ScalarFunction['result'],
  run: (...values: Stored[]) => Stored,
): ScalarFunction {
  return { parameters, result, run: (values) => run(...values) }
}

/** Text and number functions. Lengths count UTF-16 units, as nvarchar does. */
export const stringFunctions: Record<string, ScalarFunction> = {
  LEN: simple([TEXT], INT, (value) => BigInt(text(value).replace(/ +$/, '').length)),
  DATALENGTH: {
    parameters: ['any'],
    result: INT,
    run: ([value]) => BigInt(typeof value === 'string' ? value.length * 2 : value instanceof Uint8Array ? value.length : 8),
  },
  LOWER: simple([TEXT], same, (value) => text(value).toLowerCase()),
  UPPER: simple([TEXT], same, (value) => text(value).toUpperCase()),
  LTRIM: simple([TEXT], same, (value) => text(value).replace(/^ +/, '')),
  RTRIM: simple([TEXT], same, (value) => text(value).replace(/ +$/, '')),
  TRIM: simple([TEXT], same, (value) => text(value).replace(/^ +| +$/g, '')),
  REVERSE: simple([TEXT], same, (value) => text(value).split('').toReversed().join('')),
  LEFT: simple([TEXT, INT], same, (value, length) => text(value).slice(0, notNegative(length, 'left'))),
  RIGHT: simple([TEXT, INT], same, (value, length) => text(value).slice(Math.max(0, text(value).length - notNegative(length, 'right')))),
  SUBSTRING: simple([TEXT, INT, INT], same, (value, start, length) => {
    const from = count(start) - 1
    return text(value).slice(Math.max(0, from), Math.max(0, from + notNegative(length, 'substring')))
  }),
  CHARINDEX: {
    parameters: [TEXT, TEXT, INT],
    optional: 1,
    result: INT,
    run: ([what, where, start]) =>
      BigInt(
        text(where)
          .toLowerCase()
          .indexOf(text(what).toLowerCase(), Math.max(0, count(start ?? 1) - 1)) + (text(what) === '' ? 0 : 1),
      ),
  },
  REPLACE: simple([TEXT, TEXT, TEXT], widened, (value, from, to) => {
    if (text(from) === '') return text(value)
    return text(value).replaceAll(new RegExp(text(from).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi'), () => text(to))
  }),
  REPLICATE: simple([TEXT, INT], widened, (value, times) => (count(times) < 0 ? null : text(value).repeat(Math.min(count(times), 8000)))),
  SPACE: simple([INT], nvarchar(4000), (times) => (count(times) < 0 ? null : ' '.repeat(Math.min(count(times), 8000)))),
  STUFF: simple([TEXT, INT, INT, TEXT], widened, (value, start, length, by) => {
    const from = count(start) - 1
    if (from < 0 || count(length) < 0 || from >= text(value).length) return null
    return text(value).slice(0, from) + text(by) + text(value).slice(from + count(length))
  }),
  QUOTENAME: {
    parameters: [TEXT, nvarchar(1)],
    optional: 1,
    result: nvarchar(258),
    run: ([value, quote]) => quoteName(text(value), quote === undefined ? '[' : text(quote)),
  },
  CHAR: simple([INT], { name: 'varchar', length: 1 }, (code) =>
    count(code) < 0 || count(code) > 255 ? null : String.fromCharCode(count(code)),
  ),
  NCHAR: simple([INT], nvarchar(1), (code) => (count(code) < 0 || count(code) > 65_535 ? null : String.fromCharCode(count(code)))),
  ASCII: simple([TEXT], INT, (value) => (text(value) === '' ? null : BigInt(text(value).charCodeAt(0) & 255))),
  UNICODE: simple([TEXT], INT, (value) => (text(value) === '' ? null : BigInt(text(value).charCodeAt(0)))),
  ABS: simple(
    [BIGINT],
    ([type]) => type ?? INT,
    (value) => ((value as bigint) < 0n ? -(value as bigint) : value!),
  ),
  ISJSON: { parameters: [TEXT], result: INT, run: ([value]) => (isJson(text(value)) ? 1n : 0n) },
}

/** NULL for a name of more than 128 characters, as the server does. */
function quoteName(name: string, quote: string): Stored {
  if (name.length > 128) return null
  const close = { '[': ']', ']': ']', "'": "'", '"': '"' }[quote]
  if (close === undefined) return null
  return `${quote === ']' ? '[' : quote}${name.replaceAll(close, close + close)}${close}`
}

function notNegative(length: Stored | undefined, name: string): number {
  if (count(length) < 0) throw new SqlError(537, `Invalid length parameter passed to the ${name} function.`, 16, 2)
  return count(length)
}

function isJson(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'object' && parsed !== null
  } catch {
    return false
  }
}
