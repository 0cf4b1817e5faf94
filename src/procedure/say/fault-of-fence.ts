/** Faults of the line that opens a block, in English. */
import { didYouMean } from '../../text/closest-name.ts'
import type { FaultOfFence } from '../document/document-fault.ts'
import type { SayFaults } from './fault-of-step.ts'

const LANGUAGES_OF_FENCES = ['sql', 'powershell', 'http', 'yaml', 'text']

export const SAY_FAULT_OF_FENCE: SayFaults<FaultOfFence> = {
  'no-language': ({ written }) => ({
    what: written === '' ? 'this fence has no language' : `\`${written}\` is no language of a fence`,
    next: didYouMean(written, LANGUAGES_OF_FENCES, 'use sql, powershell, http, yaml (the options of a step) or text'),
  }),
  'no-role': ({ written, language, known }) => ({
    what: written === '' || written.includes('=') ? 'this block has no role' : `\`${written}\` is no role of a block`,
    next: didYouMean(written, known, `write one of ${known.join(', ')} after \`${language}\``),
  }),
  'empty-block': () => ({ what: 'this block is empty', next: 'write its code or remove it' }),
  'unknown-place': ({ written, known }) => ({
    what: `\`${written}\` means nothing here`,
    next: didYouMean(written.split('=')[0] ?? '', known, `a fence has ${known.map((key) => `\`${key}=\``).join(' and ')} only`),
  }),
  'place-without-value': ({ key, written }) => ({ what: `\`${written}\` has no value`, next: `write \`${key}=…\`` }),
  'blank-in-place': ({ written }) => ({
    what: `a blank stands before the \`=\` of \`${written}\``,
    next: `write \`${written}…\` without blanks`,
  }),
  'place-twice': ({ key }) => ({ what: `\`${key}=\` stands here twice`, next: 'keep one of them' }),
  'database-of-powershell': () => ({ what: '`database=` means nothing to PowerShell', next: 'remove it' }),
  'long-place': ({ key, length, most }) => ({ what: `\`${key}=\` has ${length} characters`, next: `a name has ${most} at most` }),
  'unfilled-database': ({ written }) => ({
    what: `\`${written}\` is not filled in`,
    next: `write \`database=@${written.replaceAll(/[^A-Za-z0-9]/g, '')}\` for a parameter, or the name of the database itself`,
  }),
  'no-place': () => ({ what: 'this block does not say where it runs', next: 'add `on=` and a parameter that names a target' }),
  'http-role': ({ role }) => ({
    what: `an \`http\` block asks whether something is so, and this is a \`${role}\` block`,
    next: 'make it a `check`, a `before` or a `wait-until`',
  }),
  'no-url': () => ({ what: 'this `http` block asks no address', next: 'add `url="https://{host}/path"`' }),
  'bad-url': ({ written }) => ({
    what: `\`${written}\` is no address that a block may ask`,
    next: 'write it like `https://{host}:8443/health?pool={pool}`: a host that is written out or one name, no user, no fragment',
  }),
  'no-port': ({ written, port, least, most }) => ({
    what: `\`${written}\` names the port ${port}, which no server has`,
    next: `write one from ${least} to ${most}`,
  }),
  'certificate-without-tls': () => ({ what: 'an address of http:// has no certificate', next: 'ask https://, or remove `certificate`' }),
  'after-of-other-role': ({ role }) => ({
    what: `\`after\` says that a \`check\` is asked only after the \`run\`, and this is a \`${role}\` block`,
    next: 'remove it',
  }),
}
