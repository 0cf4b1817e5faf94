/** What the console says besides cards, lines and answers: to whoever reads the page, or cannot. */

export interface ConsoleWords {
  readOnly: string
  notUnderstood: string
  notUnderstoodAt(place: string): string
  tooLarge: string
  notJson: string
  unreadable: string
  engineSilent: string
  noPage: string
  noRun(run: string): string
  noRunName: string
  estateSilent: string
  noKey(addressFile: string): string
  /** `host`: undefined where the request names none. */
  wrongHost(of: { here: string; host: string | undefined }): string
  foreignOrigin(origin: string): string
  foreignPage(site: string): string
  method(method: string): string
  noOrigin: string
  noSecret: string

  /** To the person who speaks in this tab. */
  gateWaits(of: { run: string; gate: number }): string
  called(of: { run: string; gate: number; since: string; mayApprove: boolean }): string
  moreTroubles(count: number): string

  /** Rows of the audit log. */
  bot: string
  signedHead: string
  signedLastHead: string
  worker(name: string): string
  step(number: number): string
}
