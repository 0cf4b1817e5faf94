/** What the channel shows now, with a stamp on every change: enough to tell any page what it missed. Kept in memory, rebuilt from the runs. */
import type { Progress } from '../../run/view/view.ts'
import type { SaidLine, SaidView } from '../../words/said-view.ts'
import { isOver } from '../tone.ts'

export interface ShownRun {
  view: SaidView
  progress: Progress | undefined
  /** Of the last change to view or progress. */
  stamp: number
  /** Of the last change to anything of it. */
  changed: number
  lines: Map<number, { line: SaidLine; stamp: number }>
}

/** Runs that are over leave the channel when there are more than this; the list of runs still finds them. */
const KEPT = 40

export class ChannelState {
  readonly runs = new Map<string, ShownRun>()
  /** All that is wrong elsewhere now, a sentence each, and since which stamp. */
  troubles: { says: string[]; stamp: number } = { says: [], stamp: 0 }
  private readonly troublesAbout = new Map<string, string[]>()
  private readonly listeners = new Set<() => void>()
  private last = 0

  get stamp(): number {
    return this.last
  }

  /** Takes a whole state. An older view than the one shown changes nothing; a line that is there already stays as it was. */
  put(view: SaidView, lines: SaidLine[], progress: Progress | undefined): void {
    const shown = this.runs.get(view.run)
    const run: ShownRun = shown ?? { view, progress: undefined, stamp: 0, changed: 0, lines: new Map() }
    if (!shown) this.runs.set(view.run, run)
    if (view.seq >= run.view.seq) {
      run.stamp = ++this.last
      run.view = view
      run.progress = progress
    }
    for (const line of lines) {
      if (!run.lines.has(line.n)) run.lines.set(line.n, { line, stamp: ++this.last })
    }
    run.changed = this.last
    if (isOver(view.phase)) this.forgetOld()
    for (const listener of this.listeners) listener()
  }

  /** What a run shows by itself: nothing of it is newer than what stands there. */
  remember(view: SaidView, lines: SaidLine[]): void {
    if ((this.runs.get(view.run)?.view.seq ?? 0) < view.seq) this.put(view, lines, undefined)
  }

  /** Says all that is wrong with something elsewhere (`about`); nothing, when all is well with it. */
  say(about: string, troubles: string[]): void {
    this.troublesAbout.set(about, troubles)
    this.troubles = { says: [...this.troublesAbout.values()].flat(), stamp: ++this.last }
    for (const listener of this.listeners) listener()
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private forgetOld(): void {
    const over = [...this.runs.values()].filter(({ view }) => isOver(view.phase))
    over.sort((a, b) => a.view.startedAt.localeCompare(b.view.startedAt))
    for (const { view } of over.slice(0, Math.max(0, over.length - KEPT))) this.runs.delete(view.run)
  }
}
