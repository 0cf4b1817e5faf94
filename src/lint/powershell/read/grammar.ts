/** Tree-sitter's grammar of PowerShell, for everybody who reads blocks by it. */
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { Language, Parser } from 'web-tree-sitter'

const require = createRequire(import.meta.url)

// The grammar's lexer is one function of 460 kB. V8 would make faster code of it after some hundred blocks, which takes 2.5 GB and some seconds of a core.
for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag)
await Parser.init()
const language = await Language.load(require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm'))

/** A parser of its own; whoever asks for it deletes it. */
export function powershellParser(): Parser {
  return new Parser().setLanguage(language)
}
