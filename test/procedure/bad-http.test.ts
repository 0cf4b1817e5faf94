import { expect, test } from 'vitest'
import { changed, faultsOf, procedureOf } from './documents.ts'

const http = (fence: string, body = 'status: 200'): [from: string, to: string][] => [
  ['```sql before on=backup\nSELECT ok = 1;\n```', `\`\`\`http ${fence}\n${body}\n\`\`\``],
]

/** What is wrong, the fence and its body, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'a block that reads',
    http('read on=shell url="https://{pool}/x"'),
    ['47: an `http` block asks whether something is so, and this is a `read` block; make it a `check`, a `before` or a `wait-until`'],
  ],
  ['no address', http('before on=shell'), ['47: this `http` block asks no address; add `url="https://{host}/path"`']],
  [
    'an address with a user',
    http('before on=shell url="https://me:secret@host.contoso.com/"'),
    [
      '47: `https://me:secret@host.contoso.com/` is no address that a block may ask; write it like `https://{host}:8443/health?pool={pool}`: a host that is written out or one name, no user, no fragment',
    ],
  ],
  [
    'a port that no server has',
    http('before on=shell url="https://{pool}:65536/x"'),
    ['47: `https://{pool}:65536/x` names the port 65536, which no server has; write one from 1 to 65535'],
  ],
  [
    'the port 0',
    http('before on=shell url="http://[::1]:0"'),
    ['47: `http://[::1]:0` names the port 0, which no server has; write one from 1 to 65535'],
  ],
  [
    'a host that is put together',
    http('before on=shell url="https://{pool}.evil.example/"'),
    [
      '47: `https://{pool}.evil.example/` is no address that a block may ask; write it like `https://{host}:8443/health?pool={pool}`: a host that is written out or one name, no user, no fragment',
    ],
  ],
  [
    'a host that is no name of one',
    http('before on=shell url="https://{mode}/"'),
    ['47: `{mode}` is the host of this address and no name of a host; use a parameter of the type fqdn, or `{NAME_host}` of a target'],
  ],
  [
    'a list in the path',
    http('before on=shell url="https://{pool}/{logs}"'),
    ['47: `{logs}` is a list, and an address takes one value; name one that has one value'],
  ],
  [
    'a name that nobody gives',
    http('before on=shell url="https://{pol}/"'),
    ['47: `pol` is neither a parameter nor a capture; did you mean `pool`?'],
  ],
  [
    'a certificate of http://',
    http('before on=shell url="http://{pool}/"', 'certificate: 14d'),
    ['48: an address of http:// has no certificate; ask https://, or remove `certificate`'],
  ],
  [
    'what no answer has',
    http('before on=shell url="https://{pool}/"', 'status: ok\nheader: x'),
    [
      '48: `status` must be a status of HTTP; write a number from 100 to 599, such as 200',
      '49: `header` is no key of `http`; the keys are `status`, `text`, `certificate`',
    ],
  ],
  [
    'a place that is no target',
    http('before on=pool url="https://{pool}/"'),
    [
      '47: `pool` is no parameter of the type powershell; an `http` block is asked from the site of a target; name one of the type powershell or sql-server',
    ],
  ],
  [
    'a place that is like no target, and like what is none',
    http('before on=pol url="https://{pool}/"'),
    ['47: `pol` is no parameter; name a parameter of the type powershell'],
  ],
  ['a place that nobody names', http('before on=shel url="https://{pool}/"'), ['47: `shel` is no parameter; did you mean `shell`?']],
  [
    'a place that need not be answered',
    [
      [
        'shell: { type: powershell, ask: "Which endpoint?" }',
        'shell: { type: powershell, ask: "Which endpoint?" }\n  other: { type: powershell, ask: "Another?", optional: true }',
      ],
      ...http('before on=other url="https://{pool}/"'),
    ],
    ['48: `other` may stay without an answer, and then this block would run nowhere; make `other` a parameter that must be answered'],
  ],
  [
    'a name that a later step finds',
    [
      ...http('before on=shell url="https://{pool}/{found}"'),
      ['repeatable: true', 'captures: { found: integer }'],
      ['## Tell the servers\n', '## Tell the servers\n\n```sql read on=backup\nSELECT found = 1;\n```\n'],
    ],
    ['47: `found` is captured later, by step 3; capture it in an earlier step'],
  ],
  [
    'a place that is a list',
    [
      ['{ type: fqdn, ask: "Which pool?"', '{ type: list of sql-server, ask: "Which pool?"'],
      ...http('before on=pool url="https://web.contoso.com/"'),
    ],
    [
      '5: `{pool}` in `lock` is a list; name a parameter that has one value',
      '47: `pool` is a list of targets, and a block runs on one; give the step `each: target of pool` and write `on=target`',
    ],
  ],
  [
    'a database',
    http('before on=shell database=mgc url="https://{pool}/"'),
    ['47: `database=mgc` means nothing here; a fence has `on=` and `url=` only'],
  ],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})

test('takes an address with names, and what is expected of its answer', () => {
  const { steps } = procedureOf(
    changed(...http('before on=backup url="https://{pool}:8443/health?mode={mode}"', 'text: ready\ncertificate: 14d')),
  )
  expect(steps[1]?.blocks[0]).toMatchObject({
    role: 'before',
    language: 'http',
    on: 'backup',
    uses: ['pool', 'mode'],
    text: 'GET https://{pool}:8443/health?mode={mode}\ntext: ready\ncertificate: 14d',
    http: { url: 'https://{pool}:8443/health?mode={mode}', status: 200, text: 'ready', certificateMs: 14 * 86_400_000 },
  })
})
