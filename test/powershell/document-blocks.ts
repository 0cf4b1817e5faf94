import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface DocumentBlock {
  /** Heading of its step. */
  step: string
  role: string
  text: string
  /** Line of the document that holds the block's first line. */
  line: number
}

/** The PowerShell blocks of a document, in its order. */
export function powerShellBlocks(id: string): DocumentBlock[] {
  const lines = readFileSync(join(import.meta.dirname, '../../commands', `${id}.md`), 'utf8').split('\n')
  const blocks: DocumentBlock[] = []
  let step = ''
  let open: DocumentBlock | undefined
  for (const [index, line] of lines.entries()) {
    const fence = /^```powershell (\w+)/.exec(line)
    if (line.startsWith('## ')) step = line.slice(3)
    if (fence?.[1] !== undefined) open = { step, role: fence[1], text: '', line: index + 2 }
    else if (open !== undefined && line === '```') {
      blocks.push(open)
      open = undefined
    } else if (open !== undefined) open.text += `${line}\n`
  }
  return blocks
}
