/** A secret stands in no configuration: only where it is. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { resolveSecret } from '../../src/config.ts'
import { write } from './written.ts'

describe('a secret', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('comes from the environment or a file', () => {
    vi.stubEnv('SEC_PASSWORD', 'from-env')
    expect(resolveSecret({ env: 'SEC_PASSWORD' }, 'The password of SEC')).toEqual({ secret: 'from-env' })
    expect(resolveSecret({ file: write('from-file\n') }, 'The password of SEC')).toEqual({ secret: 'from-file' })
  })

  test('that is missing is named by its reference', () => {
    expect(resolveSecret({ env: 'NOT_SET_ANYWHERE' }, 'The password of SEC')).toEqual({
      fault: 'The password of SEC is to come from the environment variable NOT_SET_ANYWHERE, which is not set. Set it for this process.',
    })
    expect(resolveSecret({ file: '/nowhere/secret' }, 'The password of SEC')).toEqual({
      fault:
        'The password of SEC is to come from /nowhere/secret, which cannot be read. Write the secret into it as plain UTF-8 without a byte order mark, readable by this user only.',
    })
    const marked = write('\uFEFFfrom-file\n')
    expect(resolveSecret({ file: marked }, 'The password of SEC')).toEqual({
      fault: `The password of SEC is to come from ${marked}, which cannot be read. Write the secret into it as plain UTF-8 without a byte order mark, readable by this user only.`,
    })
    const empty = write('')
    expect(resolveSecret({ file: empty }, 'The password of SEC')).toEqual({
      fault: `The password of SEC is to come from ${empty}, which is empty. Write the secret into it, readable by this user only.`,
    })
  })
})
