export type EngineFaultCode =
  | 'no-binary'
  | 'path-too-long'
  | 'not-writable'
  | 'shared-directory'
  | 'no-disk'
  | 'other-store'
  | 'other-state'
  | 'does-not-start'
  | 'damaged-store'
  | 'unknown-engine'
  | 'already-running'
  | 'replaced'
  | 'unreachable'
  | 'port-in-use'
  | 'bad-key'
  | 'unknown-worker'
  | 'not-recorded'
  | 'not-known'
  | 'not-ours'
  | 'broken'
  | 'not-registered'

/** Broken machinery that an operator can mend: `message` is one sentence that says what happened, where, and what to do. */
export class EngineFault extends Error {
  readonly code: EngineFaultCode

  constructor(code: EngineFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'EngineFault'
    this.code = code
  }
}
