/** What is wrong with a document, as data: `procedure/say` says it, where somebody reads it. */
import type { YamlFault } from '../../yaml/yaml-fault.ts'
import type { Language, Role, ScalarType, ValueType } from '../procedure.ts'
import type { ValueFault } from '../value/value-fault.ts'

/** `line` is counted from 1. */
export interface FaultAt {
  line: number
  fault: DocumentFault
}

/** Takes one fault of the document that is being read. */
export type DocumentReport = (line: number, fault: DocumentFault) => void

/** `most`: of what is counted. `known`: names that would fit, for advice. */
export type DocumentFault = YamlFault | FaultOfHead | FaultOfStep | FaultOfFence | FaultOfChoices

/** Of the text as a whole, its front matter and the names in it. */
export type FaultOfHead =
  | { is: 'no-plain-text' | 'byte-order-mark' | 'nul-character' | 'open-front-matter' }
  | { is: 'early-block' | 'no-step' | 'unfenced-code' | 'heading-of-first-level' | 'html' | 'hidden-block' }
  | { is: 'long-document' | 'long-lock'; length: number; most: number }
  | { is: 'open-fence'; opening: string }
  | { is: 'no-front-matter' | 'no-parameters' | 'bad-lock' }
  | { is: 'many-parameters'; count: number; most: number }
  | { is: 'lock-unknown'; name: string; known: string[] }
  | { is: 'lock-list' | 'lock-optional'; name: string }
  | { is: 'no-type'; written: string; known: readonly string[] }
  | { is: 'no-choices' | 'stray-choices' | 'stray-pattern' | 'bad-pattern' | 'min-above-max'; name: string }
  | { is: 'optional-with-default' | 'differs-from-itself' | 'list-of-secrets' | 'default-of-optional' | 'default-of-list'; name: string }
  | { is: 'default-unknown' | 'differs-unknown'; name: string; known: string[] }
  /** The first name is the last one too. */
  | { is: 'default-circle'; names: string[] }
  | { is: 'differs-in-type'; name: string; other: string }
  | { is: 'stray-bound'; name: string; key: 'min' | 'max' }
  | { is: 'long-choice'; name: string; length: number; most: number }
  | { is: 'bad-value'; key: 'default' | 'example'; fault: ValueFault }
  | { is: 'name-twice'; name: string; from: 'parameter' | 'capture' | 'item'; line: number }
  | NotAName

/** Of a `choices` block, and of the parameter that takes its choices from it. */
export type FaultOfChoices =
  | { is: 'choices-in-step' | 'choices-by-http' | 'choices-without-name' }
  | { is: 'same-choices'; name: string; line: number }
  | { is: 'choices-unused'; name: string }
  | { is: 'no-such-choices'; name: string; known: string[] }
  /** `of`: the type of the parameter, which has none or has others. */
  | { is: 'choices-of-type'; name: string; of: ValueType }
  /** `name` is asked for with choices that need the answer to `needs`. */
  | { is: 'choices-need-later' | 'choices-need-optional'; name: string; needs: string }
  | { is: 'choices-need-itself'; name: string }

/** Why something cannot be called so. */
export type NotAName = { is: 'no-name' | 'name-of-powershell' | 'name-of-javascript'; name: string }

/** Of a step, its options and its blocks. */
export type FaultOfStep =
  | {
      is:
        | 'no-letters'
        | 'second-options'
        | 'include-alone'
        | 'no-captures'
        | 'second-run'
        | 'second-undo'
        | 'undo-without-run'
        | 'undo-without-check'
        | 'undo-of-one-way'
        | 'idle'
        | 'by-hand-and-block'
        | 'unchecked'
    }
  | { is: 'nothing-to-check' | 'check-and-none' | 'no-because' | 'stray-because' | 'one-way-without-gate' | 'run-without-gate' }
  | { is: 'word-after-yaml'; written: string }
  | { is: 'mixed-checks' | 'endless-wait' | 'stray-wait' }
  | { is: 'same-id'; id: string; line: number }
  | { is: 'no-question' | 'notice-of-items' }
  | { is: 'long-notice'; length: number; most: number }
  | { is: 'secret-in-notice' | 'notice-optional'; name: string }
  | { is: 'answer-of-item'; name: string }
  | { is: 'many-blocks' | 'many-substeps' | 'many-buttons' | 'many-questions'; count: number; most: number }
  /** `choice` is its beginning. */
  | { is: 'long-button'; choice: string; length: number; most: number }
  | { is: 'place-optional' | 'database-optional' | 'list-optional'; name: string }
  | {
      is:
        | 'not-read'
        | 'list-of-one-value'
        | 'condition-on-list'
        | 'condition-without-order'
        | 'condition-never-true'
        | 'database-of-other-type'
        | 'database-found'
      name: string
    }
  | { is: 'list-in-address' | 'no-host-in-address'; name: string }
  | { is: 'no-such-value'; of: 'condition' | 'list' | 'address' | 'notice'; name: string; known: string[] }
  | { is: 'never-equal'; name: string; fault: ValueFault }
  | { is: 'no-such-parameter'; name: string; type: ScalarType; known: string[] }
  | { is: 'place-of-list' | 'stray-name-in-ask'; name: string }
  | { is: 'option-of-substep' | 'option-beside-substeps'; key: string }
  | { is: 'undo-of-substep' }
  | { is: 'block-beside-substeps'; role: Role }
  | { is: 'place-of-other-type'; name: string; type: ScalarType; language: Language }
  | { is: 'no-rules'; key: string }
  | { is: 'no-rule-options' | 'no-rule-names' | 'idle-rule' }
  | { is: 'no-rule-title'; written: string }
  | { is: 'title-of-rules' }
  | { is: 'same-rule'; id: string; line: number }
  | { is: 'rule-block-role'; role: Role }
  | { is: 'no-mapping'; key: string }
  | { is: 'rule-alone'; rule: string }
  | Misuse

/** Of the line that opens a block. */
export type FaultOfFence =
  | { is: 'after-of-other-role' | 'http-role'; role: Role }
  | { is: 'no-url' | 'certificate-without-tls' }
  | { is: 'bad-url'; written: string }
  | { is: 'no-port'; written: string; port: string; least: number; most: number }
  | { is: 'empty-block' | 'no-place' | 'database-of-powershell' }
  | { is: 'no-language' | 'unfilled-database'; written: string }
  | { is: 'unknown-place'; written: string; known: readonly string[] }
  | { is: 'no-role'; written: string; language: Language; known: readonly Role[] }
  | { is: 'place-without-value'; key: string; written: string }
  | { is: 'blank-in-place'; written: string }
  | { is: 'place-twice'; key: string }
  | { is: 'long-place'; key: string; length: number; most: number }

/** Why a known name cannot be used in a place. `step`: which captures it. */
export type Misuse =
  | { is: 'item-in-read' | 'captured-here' | 'captured-below' | 'captured-by-item' | 'secret-in-look'; name: string }
  | { is: 'captured-later' | 'maybe-not-captured'; name: string; step: number }
