/** What a client sent is not TDS as this stand-in speaks it: the connection is closed, and the sentence goes to the estate's log. */
export class TdsFault extends Error {
  override name = 'TdsFault'
}
