/** SQL types whose values lose something on their way out of the driver, in English: for the loader's faults and for the worker's. */

export type InexactKind = 'decimal' | 'money' | 'float' | 'offset' | 'variant' | 'lsn'

/** `is`: behind "x"; `write`: what to do about it. */
export interface Inexact {
  kind: InexactKind
  is: string
  write: string
}

export const INEXACT: Record<InexactKind, Inexact> = {
  decimal: { kind: 'decimal', is: 'a decimal number, which loses digits on its way', write: 'CAST it to nvarchar(41)' },
  money: { kind: 'money', is: 'an amount of money, which loses digits on its way', write: 'write it as CONVERT(nvarchar(30), …, 2)' },
  float: {
    kind: 'float',
    is: 'a floating-point number, which every program writes otherwise',
    write: 'write it as CONVERT(nvarchar(53), …, 3)',
  },
  offset: { kind: 'offset', is: 'a time with an offset, which is lost on its way', write: 'write it as CONVERT(nvarchar(33), …, 126)' },
  variant: { kind: 'variant', is: 'of a type that the server alone knows (sql_variant)', write: 'CAST it to the type that it holds' },
  lsn: {
    kind: 'lsn',
    is: 'a log sequence number, which loses digits on its way',
    write: 'CAST it to nvarchar(41); of change data capture, where it is binary: CONVERT(nvarchar(42), …, 1)',
  },
}
