/** What is told in Teams and nowhere else: of a person's own chat with the bot, and of files there. */

/** Why a file did not get to its place. */
export type FileFault = { is: 'place' } | { is: 'refused'; status: number } | { is: 'unsent' }

export interface TeamsNoteWords {
  /** To a conversation that the bot was added to. */
  greeting: string
  /** To a person who added it for themselves. */
  greetingDirect: string
  /** For whoever looks at the program. `who`: a conversation's id. */
  removed(of: { conversation: string; direct: boolean }): string

  /** The way back from what took the card's place. */
  back: string
  /** How the file fares that holds what an answer does not show. `parts`: of the answer, that are not shown whole. */
  file: {
    follows(parts: number): string
    offered(parts: number): string
    notOffered(of: { parts: number; fault: string }): string
    /** The same of a file that was asked for. */
    filesNotOffered(of: { name: string; fault: string; orElse: string }): string
    gone: string
    declined(of: { name: string; orElse: string }): string
    fault(fault: FileFault): string
    unsent(of: { name: string; fault: string; orElse: string }): string
  }
  /** In public, where nothing else reaches somebody; `mention`: their name as a mention. */
  noWay(mention: string): string
  /** The same for whoever looks at the program. `title`: of what could not be told. */
  notTold(of: { person: string; title: string; fault: string }): string
}
