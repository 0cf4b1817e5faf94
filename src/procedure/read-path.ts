/** UNC and drive paths of Windows. */
import { excerpt } from './read-scalar.ts'
import type { Read } from './read-scalar.ts'

/** One less than nvarchar(260): MAX_PATH counts the closing zero (learn.microsoft.com, "Maximum Path Length Limitation"). */
const LONGEST_PATH = 259

/** Takes `\\server\share\…` and `D:\…`, without wildcards, dots or a backslash at the end. */
export function readPath(text: string): Read<string> {
  const path = /^[A-Za-z]:\\+$/.test(text) ? `${text.slice(0, 2)}\\` : text.replace(/\\+$/, '')
  const root = /^(\\\\[^\\]+\\[^\\]+|[A-Za-z]:\\)/.exec(path)?.[0]
  if (root === undefined) return { fault: `${excerpt(text)} is neither \`\\\\server\\share\\…\` nor \`D:\\…\`.` }
  if (path.length > LONGEST_PATH) return { fault: `This path has ${path.length} characters; Windows takes ${LONGEST_PATH}.` }
  const forbidden = /[/:*?"<>|\p{Cc}]/u.exec(path.replace(/^[A-Za-z]:/, ''))?.[0]
  if (forbidden !== undefined) return { fault: `${excerpt(text)} holds ${excerpt(forbidden)}, which no path may.` }
  const parts = path.replace(/^\\\\/, '').split('\\')
  if (parts.includes('.') || parts.includes('..')) return { fault: `${excerpt(text)} goes by \`.\` or \`..\`; write the whole path.` }
  if (path.slice(root.length).includes('\\\\')) return { fault: `${excerpt(text)} holds an empty part between two backslashes.` }
  return { value: path }
}
