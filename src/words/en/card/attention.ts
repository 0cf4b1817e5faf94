import type { CardWords } from '../../card-words.ts'

export const attention: CardWords['attention'] = {
  heading: (step) => (step === 0 ? 'The run needs people' : `Step ${step} needs people`),
  advice: 'Whatever you choose needs its own approval by other people.',
  offers: {
    retry: {
      label: 'Retry…',
      says: 'The step is asked about first: what its check finds done is not done again.',
      go: (step) => `Ask to retry ${stepOrRun(step)}`,
    },
    undo: {
      label: 'Undo…',
      says: 'What was done is undone, the last step first. Each step has a gate of its own, and its check must say that it is gone.',
      go: (step) => `Ask to undo, from ${stepOrRun(step)} back`,
    },
    'mark-done': {
      label: 'Mark done…',
      says: 'The run goes on as if the step were done. Say how you know that it is.',
      go: (step) => `Ask to mark done ${stepOrRun(step)}`,
    },
    skip: {
      label: 'Skip…',
      says: 'The run goes on without this step. It is a deviation from the document.',
      go: (step) => `Ask to skip ${stepOrRun(step)}`,
    },
    abort: {
      label: 'Abort…',
      says: 'The run ends here, half done. What was done stays done, and nothing more is sent.',
      go: (step) => `Ask to abort at ${stepOrRun(step)}`,
    },
    reopen: {
      label: 'Open the gate again…',
      says: 'The gate is asked for again, with a new card.',
      go: (step) => `Open the gate of ${stepOrRun(step)}`,
    },
  },
  beginFrom: 'Begin again from',
  undoTo: 'Undo back to',
  undoToStep: ({ number, title }) => `Step ${number}: ${title}`,
  beginFromStep: ({ number, title, same }) => `${same ? 'This step' : 'Back to step'} ${number}: ${title}`,
}

function stepOrRun(step: number): string {
  return step === 0 ? 'the run' : `step ${step}`
}
