/** The live stream. The browser reconnects and names the last event it saw by itself; we only say how it stands. */
/** `onAgain`: the bot was started again, and everything is told from the beginning. */
export function follow(as, { onAgain, onRun, onLine, onReady, onLink, onTrouble }) {
  const source = new EventSource(`/api/events${as ? `?as=${encodeURIComponent(as)}` : ''}`)
  const listen = (name, take) => source.addEventListener(name, (event) => take(JSON.parse(event.data)))
  let greeted = false
  listen('hello', ({ resumed }) => {
    onLink(true)
    if (greeted && !resumed) onAgain()
    greeted = true
  })
  listen('run', onRun)
  listen('line', onLine)
  listen('trouble', onTrouble)
  listen('ready', onReady)
  let again
  source.onerror = () => {
    onLink(false)
    // A refused stream is closed for good by the browser: a console that was restarted on the same port is tried again by us.
    if (source.readyState === EventSource.CLOSED) again = setTimeout(() => location.reload(), 3000)
  }
  return () => {
    clearTimeout(again)
    source.close()
  }
}
