/** Faults of a step, of its options and its blocks, in English. */
import { didYouMean } from '../../text/closest-name.ts'
import type { Complaint } from '../../text/fault.ts'
import type { FaultOfStep } from '../document/document-fault.ts'
import { adviceOfValue } from './value-fault.ts'

export type SayFaults<F extends { is: string }> = { [K in F['is']]: (fault: F & { is: K }) => Complaint }

export const SAY_FAULT_OF_STEP: SayFaults<FaultOfStep> = {
  'no-letters': () => ({ what: 'this heading has no letters or digits', next: 'say in it what the step does' }),
  'second-options': () => ({ what: 'a step has one block of options', next: 'move these into the first one' }),
  'word-after-yaml': ({ written }) => ({ what: `\`${written}\` means nothing after \`yaml\``, next: 'write ```yaml alone' }),
  'include-alone': () => ({ what: '`include` is not written out here', next: 'read this document together with those beside it' }),
  'rule-alone': ({ rule }) => ({
    what: `rule ${rule} is not written out here`,
    next: 'read this document together with rules.md beside it',
  }),
  'no-rules': ({ key }) => ({ what: `\`${key}\` must be a list of rules`, next: 'write it like `[R22, { R24: { pool: other } }]`' }),
  'idle-rule': () => ({ what: 'this rule asks nothing', next: 'give it a `before` block' }),
  'no-rule-options': () => ({ what: 'this rule does not say where it is from', next: 'add a ```yaml fence with `source` and `names`' }),
  'no-rule-names': () => ({
    what: '`names` must be the names that the rule uses, each with its type',
    next: 'write it like `{ pool: fqdn, shell: powershell }`',
  }),
  'no-rule-title': ({ written }) => ({
    what: `\`${written}\` does not begin with the number of a rule`,
    next: 'write it like `## R22: The first pool comes back first`',
  }),
  'title-of-rules': () => ({
    what: 'a heading of the first level is not used',
    next: 'give each rule a `##` heading, and take this one away',
  }),
  'same-rule': ({ id, line }) => ({ what: `rule ${id} stands on line ${line} already`, next: 'make one of both' }),
  'rule-block-role': ({ role }) => ({
    what: `a rule has \`before\` blocks only, and this is a \`${role}\` block`,
    next: 'ask in it whether the rule holds',
  }),
  'no-mapping': ({ key }) => ({
    what: `\`${key}\` must be names, each with the name that is meant here`,
    next: 'write it like `{ theirs: ours }`',
  }),
  'many-buttons': ({ count, most }) => ({
    what: `\`confirm\` has ${count} choices, and ${most} buttons are possible`,
    next: 'ask for fewer',
  }),
  'no-question': () => ({ what: '`confirm` asks nothing', next: 'write `ask: …` and `choices: [ … ]`' }),
  'notice-of-items': () => ({
    what: '`notify` tells people once, and this step goes through a list',
    next: 'give it a step of its own, before or after this one',
  }),
  'long-notice': ({ length, most }) => ({
    what: `what \`notify\` says has ${length} characters, and ${most} are possible`,
    next: 'say what they must know, and the rest in the prose',
  }),
  'secret-in-notice': ({ name }) => ({ what: `\`${name}\` is a secret, and its name is nothing to tell people`, next: 'leave it out' }),
  'notice-optional': ({ name }) => ({
    what: `\`${name}\` may stay without an answer, and then a hole would stand in what people are told`,
    next: `make \`${name}\` a parameter that must be answered, or leave it out`,
  }),
  'many-questions': ({ count, most }) => ({
    what: `\`confirm\` has ${count} questions, and ${most} are possible`,
    next: 'make two steps of it',
  }),
  'answer-of-item': ({ name }) => ({
    what: `\`${name}\` would be answered once for each item of the list, and a name has one value`,
    next: 'remove `name`, or ask in a step without `each`',
  }),
  'long-button': ({ choice, length, most }) => ({
    what: `the choice "${choice}…" of \`confirm\` has ${length} characters, and a button takes ${most}`,
    next: 'say the rest in `ask`',
  }),
  'no-captures': () => ({ what: '`captures` must be names and their types', next: 'write it like `share: path`' }),
  'no-such-value': ({ of, name, known }) => ({
    what: `\`${name}\` is neither a parameter nor a capture`,
    next: didYouMean(name, known, of === 'list' ? 'capture the list first' : 'name a parameter or an earlier capture'),
  }),
  'condition-on-list': ({ name }) => ({
    what: `\`${name}\` is a list, which equals no single value`,
    next: 'name a parameter or a capture that has one value',
  }),
  'condition-without-order': ({ name }) => ({
    what: `\`${name}\` is neither an integer nor a duration, and only these have a least and a most`,
    next: 'compare it with `not` or `in`',
  }),
  'condition-never-true': ({ name }) => ({ what: `\`${name}\` cannot be at least the one and at most the other`, next: 'exchange them' }),
  'never-equal': ({ name, fault }) => adviceOfValue(`\`${name}\` can never have this value`, fault, 'write one that it can have'),
  'list-of-one-value': ({ name }) => ({ what: `\`${name}\` is no list`, next: 'name a parameter or a capture of a type `list of …`' }),
  'same-id': ({ id, line }) => ({ what: `this step has the same id as the one on line ${line} (${id})`, next: 'give it another heading' }),
  'many-blocks': ({ count, most }) => ({ what: `this step has ${count} blocks, and ${most} are possible`, next: 'make two steps of it' }),
  'many-substeps': ({ count, most }) => ({
    what: `this step has ${count} sub-steps, and ${most} are possible`,
    next: 'make two steps of it',
  }),
  'second-run': () => ({ what: 'this step has a second `run` block', next: 'make it a step of its own' }),
  'second-undo': () => ({ what: 'this step has a second `undo` block', next: 'undo in one block all that its `run` does' }),
  'undo-without-run': () => ({
    what: 'this step has an `undo` block and no `run` block that it could undo',
    next: 'put it into the step whose `run` it undoes',
  }),
  'undo-without-check': () => ({
    what: 'this step has an `undo` block and no `check` that could say that the effect is gone',
    next: 'add a `check` block, or keep the way back as ```text',
  }),
  'undo-of-one-way': () => ({
    what: 'there is no way back from this step, and it has an `undo` block',
    next: 'remove `one-way`, or the block',
  }),
  idle: () => ({ what: 'this step does nothing', next: 'give it a block, or `confirm`' }),
  'by-hand-and-block': () => ({ what: 'this step is done by hand and by a block', next: 'make two steps of it' }),
  unchecked: () => ({
    what: 'this step has a `run` block and nothing that tells whether it is done',
    next: 'add a `check` block, or `check: none` and `because: …`',
  }),
  'nothing-to-check': () => ({
    what: 'this step has a `check` and nothing to be done',
    next: 'make it a `before` block, or add the `run` block',
  }),
  'check-and-none': () => ({ what: 'this step says `check: none` and has a `check` block', next: 'remove one of them' }),
  'no-because': () => ({ what: '`check: none` needs a reason', next: 'add `because: …`' }),
  'stray-because': () => ({ what: '`because` gives the reason of `check: none`', next: 'add that, or remove it' }),
  'one-way-without-gate': () => ({
    what: 'there is no way back from this step, and no gate before it',
    next: 'add `gate: ` and a policy',
  }),
  'run-without-gate': () => ({
    what: 'this would run before anybody approved it',
    next: 'add `gate: ` and a policy to this step or an earlier one without `when`',
  }),
  'not-read': ({ name }) => ({ what: `no \`read\` block of this step finds \`${name}\``, next: `add one with a column \`${name}\`` }),
  'no-such-parameter': ({ name, type, known }) => ({
    what: `\`${name}\` is no parameter`,
    next: didYouMean(name, known, type === 'database' ? 'name a parameter of the type database' : `name a parameter of the type ${type}`),
  }),
  'place-of-other-type': ({ name, type, language }) => ({
    what: `\`${name}\` is no parameter of the type ${type}`,
    next:
      language === 'http'
        ? 'an `http` block is asked from the site of a target; name one of the type powershell or sql-server'
        : `a ${language} block runs on one of that type`,
  }),
  'place-of-list': ({ name }) => ({
    what: `\`${name}\` is a list of targets, and a block runs on one`,
    next: `give the step \`each: target of ${name}\` and write \`on=target\``,
  }),
  'option-of-substep': ({ key }) => ({
    what: `\`${key}\` is said of a whole step, and this is a sub-step`,
    next: 'write it below the `##` heading',
  }),
  'option-beside-substeps': ({ key }) => ({
    what: `\`${key}\` is said of each sub-step, and this step has them`,
    next: 'write it below the `###` headings that it is meant for',
  }),
  'undo-of-substep': () => ({
    what: 'nothing undoes a sub-step, and people would approve this for nothing',
    next: 'make the way back a procedure of its own, or keep it as ```text',
  }),
  'block-beside-substeps': ({ role }) => ({
    what: `this \`${role}\` block stands beside sub-steps, before which a step only reads`,
    next: 'move it below one of the `###` headings',
  }),
  'captured-below': ({ name }) => ({
    what: `\`${name}\` is captured by a later sub-step`,
    next: 'capture it in an earlier one',
  }),
  'captured-by-item': ({ name }) => ({
    what: `\`${name}\` is captured anew for each item, and known to the later sub-steps of the same item only`,
    next: 'use it there, or capture it in a step of its own',
  }),
  'stray-name-in-ask': ({ name }) => ({
    what: `\`{${name}}\` would stand as it is in the question of \`confirm\``,
    next: 'write the name of the item of `each` in braces, or no braces',
  }),
  'place-optional': ({ name }) => ({
    what: `\`${name}\` may stay without an answer, and then this block would run nowhere`,
    next: `make \`${name}\` a parameter that must be answered`,
  }),
  'database-optional': ({ name }) => ({
    what: `\`${name}\` may stay without an answer, and then nobody knows in which database this runs`,
    next: `make \`${name}\` a parameter that must be answered`,
  }),
  'list-optional': ({ name }) => ({
    what: `\`${name}\` may stay without an answer, and then there is nothing to go through`,
    next: `make \`${name}\` a parameter that must be answered; a list may be empty, \`[]\``,
  }),
  'database-of-other-type': ({ name }) => ({
    what: `\`${name}\` is no parameter of the type database`,
    next: 'only one of that type names the database of a block',
  }),
  'database-found': ({ name }) => ({
    what: `\`${name}\` is found during the run, and the database of a block belongs to the plan that is approved`,
    next: 'ask for it as a parameter of the type database',
  }),
  'item-in-read': ({ name }) => ({
    what: `\`${name}\` is one item of a list, and \`read\` blocks come before its first item`,
    next: 'use it in `before`, `run` and `check`',
  }),
  'secret-in-look': ({ name }) => ({
    what: `\`${name}\` is a secret, and a block that looks is asked before anybody approved that it is sent`,
    next: 'use it in the `run` block alone',
  }),
  'list-in-address': ({ name }) => ({
    what: `\`{${name}}\` is a list, and an address takes one value`,
    next: 'name one that has one value',
  }),
  'no-host-in-address': ({ name }) => ({
    what: `\`{${name}}\` is the host of this address and no name of a host`,
    next: `use a parameter of the type fqdn, or \`{NAME_host}\` of a target`,
  }),
  'captured-later': ({ name, step }) => ({ what: `\`${name}\` is captured later, by step ${step}`, next: 'capture it in an earlier step' }),
  'captured-here': ({ name }) => ({ what: `\`${name}\` is captured by this very step`, next: 'capture it in an earlier step' }),
  'mixed-checks': () => ({
    what: 'some checks of this step are asked before its `run`, and this one only after it, so nobody could say whether all is done already',
    next: 'write `after` at each of its checks, or at none',
  }),
  'endless-wait': () => ({
    what: 'nothing says how long this `wait-until` may take',
    next: 'add `wait: 30m` to the options of the step: when that is over, people are asked',
  }),
  'stray-wait': () => ({ what: '`wait` is the limit of a `wait-until` block, and this step has none', next: 'add one, or remove it' }),
  'maybe-not-captured': ({ name, step }) => ({
    what: `\`${name}\` is captured by step ${step}, which may be passed over`,
    next: 'give this step the same `when`',
  }),
}
