import type { Node } from 'web-tree-sitter'
import { toNumber } from './convert.ts'
import { unknown } from './stand-in-error.ts'
import { NOTHING } from './values.ts'
import type { PsValue } from './values.ts'

export function isKnownCall(node: Node): boolean {
  return ['[console]::writeline', '[threading.thread]::sleep', '[environment]::exit'].includes(calledBy(node))
}

function calledBy(node: Node): string {
  return node.text.slice(0, node.text.indexOf('(')).replaceAll(' ', '').toLowerCase()
}

/** The few .NET calls that misbehaving blocks are tested with; every other call is refused. */
export function callStatic(node: Node, args: PsValue[]): PsValue {
  const called = calledBy(node)
  switch (called) {
    case '[console]::writeline':
      // stdout belongs to the protocol: what a block writes to the console goes nowhere.
      return NOTHING
    case '[threading.thread]::sleep':
      // Blocks for real, as the .NET call does: no stop gets through.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, toNumber(args[0] ?? 0))
      return NOTHING
    case '[environment]::exit':
      process.exit(toNumber(args[0] ?? 0))
      return NOTHING
    default:
      throw unknown(`the call ${called}`, node)
  }
}
