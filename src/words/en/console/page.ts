import type { PageWords } from '../../page-words.ts'

/** MUST use nothing from outside of itself: it is sent to browsers as its own source, too. */
export function page(): PageWords {
  const span = (ms: number): string => {
    const seconds = Math.max(0, Math.round(ms / 1000))
    if (seconds < 60) return `${seconds} s`
    const minutes = Math.floor(seconds / 60)
    return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  }
  return {
    frame: {
      toCommandLine: 'To the command line',
      practise: 'Practice…',
      connecting: 'connecting…',
      takeAway: 'Take away…',
      runs: 'Runs',
      allRuns: 'All runs',
      workers: 'Workers',
      channel: 'Channel incident',
      nothingYet: 'Nothing has happened here yet',
      howToBegin: 'Start a procedure, or type `/countersign help`. Two other people must countersign before anything is changed.',
      readOnly: 'Read-only: outside practice this page cannot know who you are. Use Slack or Teams.',
      speakAs: 'Speak as',
      start: 'Start…',
      command: 'Command',
      send: 'Send',
      noScript: 'This page needs JavaScript. The command line works without it: countersign runs.',
    },

    live: 'live',
    connectionLost: 'connection lost, trying again…',
    unanswered: 'Not recorded, as far as this page can tell: the console does not answer. See whether it runs, then try again.',
    wordless: (status) => `The console answered ${status} without a sentence. Reload the page.`,
    practiceEstate: 'Practice estate',

    looking: 'What there is to choose from is being looked for. Typing is possible meanwhile.',

    startAProcedure: 'Start a procedure',
    start: 'Start',
    rehearse: 'Rehearse',
    read: 'Read it',
    close: 'Close',
    mayNotStart: (groups) => `only ${groups.join(' or ') || 'nobody'} may start it`,

    noRun: 'No run yet.',
    moreRuns: 'More runs',
    threadOf: (run) => `Thread of ${run}`,
    cardOf: (run, state) => `Card of ${run}: ${state}`,
    details: 'Timeline and audit log',
    earlier: (count) => (count === 1 ? 'Show 1 earlier line' : `Show ${count} earlier lines`),
    onlyToYou: (text) => `${text} (only visible to you)`,
    signedHead: 'Signed head of the log',
    progress: 'Progress of the step',
    nowIs: (run, state) => `${run}: ${state}.`,
    left: (ms) => (ms <= 0 ? 'over' : ms < 60_000 ? 'less than 1 min left' : `${Math.floor(ms / 60_000)} min left`),

    noWorker: 'The configuration lists no worker.',
    workerState: { connected: 'connected', leaving: 'told to stop', silent: 'not connected', 'never-seen': 'not seen yet' },
    ofSite: (site) => `Site ${site}`,
    since: ({ site, state, at }) => `Site ${site}, ${state === 'silent' ? 'heard of last at' : 'since'} ${at}`,
    isAt: (orders) => (orders.length === 0 ? 'At nothing' : `At ${orders.join(', ')}`),
    clockApart: (ms) => `Its clock is ${Math.round(Math.abs(ms) / 1000)} s ${ms < 0 ? 'behind' : 'ahead of'} the bot's.`,
    waitsForWorker: ({ site, order, at }) => `${order} waits for a worker of ${site} since ${at}`,

    timeline: 'Timeline',
    thread: 'Thread',
    noWayBack: 'no way back',
    waits: ({ all, people, machines }) => `${span(all)} in all: people waited for ${span(people)}, machines worked ${span(machines)}.`,
    span,
    stepState: {
      pending: 'pending',
      asking: 'asking',
      waiting: 'waiting',
      'by-hand': 'by-hand',
      working: 'working',
      done: 'done',
      rehearsed: 'rehearsed',
      skipped: 'skipped',
      undone: 'undone',
      attention: 'attention',
    },
    log: 'Audit log',
    entries: (count) => `Audit log: ${count} ${count === 1 ? 'entry' : 'entries'}`,
    columns: { entry: 'Entry', time: 'Time', who: 'Who', asked: 'Asked', decided: 'Decided', hash: 'Hash' },
    download: (file) => `Download ${file}`,
    verify: (command) => `Verify it with \`${command}\``,

    answer: 'Answer, only visible to you',
    onlyVisible: 'Only visible to you',
    dismiss: 'Dismiss this answer',
    save: (file) => `Save ${file}`,
    pageTooOld: 'This page is older than the answer. Reload it.',

    practice: 'Practice',
    practiceMeans: 'What goes wrong here goes wrong on the practice estate itself. No run is told of it: it finds out.',
    broken: (mishaps) => `Broken on purpose: ${mishaps.join(' · ')}`,
    standsNow: 'stands now',
    youSee: 'What you see:',
    wayBack: 'The way back:',
    reset: 'Reset',
    resetMeans:
      'Everything is as new: mishaps are taken away, active runs are cancelled or aborted (their logs say so), and the estate is as it was on its first day.',
    resetIt: 'Reset the estate',
    resetting: 'The active runs are ended, then the estate is made as new…',
  }
}
